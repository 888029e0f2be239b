import { Pictures } from "./pictures.js";

/**
 * Loads the pictures that are wanted, in order of need, a few at a time, each once; gives up those that no longer are.
 * Those wanted ahead wait for all others.
 */
export class PictureLoader {
  #underWay = new Map();
  #order = [];
  #running = 0;

  constructor({ pictures = new Pictures(), width = 6 } = {}) {
    this.pictures = pictures;
    this.width = width;
  }

  /** `wanted`: { name, load(signal), isAhead } each. */
  want(wanted) {
    const names = new Set(wanted.map(({ name }) => name));
    for (const [name, job] of this.#underWay) {
      if (names.has(name)) continue;
      this.#underWay.delete(name);
      job.controller.abort();
      job.reject(job.controller.signal.reason);
    }
    this.#order = [...names];
    for (const { name, load, isAhead = false } of wanted) {
      if (this.pictures.get(name)) continue;
      if (!this.#underWay.has(name)) this.#underWay.set(name, this.#job(load));
      this.#underWay.get(name).isAhead = isAhead;
    }
    this.#startNext();
  }

  /** One of those wanted. */
  async picture(name) {
    return this.pictures.get(name) ?? this.#underWay.get(name)?.promise ?? Promise.reject(new DOMException("", "AbortError"));
  }

  /** Loads anew what is wanted from now on. */
  forget(isOld) {
    this.pictures.forget(isOld);
  }

  #job(load) {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.catch(() => {}); // Nobody may be waiting for it.
    return { load, promise, resolve, reject, controller: new AbortController(), hasStarted: false };
  }

  #startNext() {
    const jobs = [...this.#underWay.values()];
    const isUrgent = jobs.some(({ isAhead }) => !isAhead);
    for (const name of this.#order) {
      if (this.#running >= this.width) return;
      const job = this.#underWay.get(name);
      if (job && !job.hasStarted && !(isUrgent && job.isAhead)) this.#start(name, job);
    }
  }

  async #start(name, job) {
    job.hasStarted = true;
    this.#running++;
    try {
      const picture = await job.load(job.controller.signal);
      if (job.controller.signal.aborted) return picture.bitmap.close();
      this.pictures.keep(name, picture);
      job.resolve(picture);
    } catch (error) {
      job.reject(error);
    } finally {
      if (this.#underWay.get(name) === job) this.#underWay.delete(name);
      this.#running--;
      this.#startNext();
    }
  }
}
