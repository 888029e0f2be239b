import { load } from "./decode.js";
import { Problem } from "./problem.js";

/**
 * Fetches and decodes pictures in workers, in turn. The first pictures, which somebody waits for, are not kept waiting until workers
 * have started: they are decoded on the page itself, as all are where there may be no workers.
 */
export class Decoder {
  /** Those that are ready. */
  #workers = [];
  #waiting = new Map();
  #count = 0;

  #hasStarted = false;

  constructor(workerCount = 2) {
    this.workerCount = workerCount;
  }

  /** { bitmap, orientation }. */
  load(url, { headers, isTurned, signal }) {
    signal?.throwIfAborted();
    const here = () => load(url, { headers, isTurned, signal });
    if (!this.#workers.length) return here().finally(() => this.#startWorkers());
    const id = this.#count++;
    const worker = this.#workers[id % this.#workers.length];
    return new Promise((resolve, reject) => {
      const abort = () => {
        worker.postMessage({ id, abort: true });
        this.#waiting.delete(id);
        reject(signal.reason);
      };
      this.#waiting.set(id, { resolve, reject, here, done: () => signal?.removeEventListener("abort", abort) });
      signal?.addEventListener("abort", abort, { once: true });
      worker.postMessage({ id, url: String(url), headers, isTurned });
    });
  }

  #startWorkers() {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    try {
      for (let index = 0; index < this.workerCount; index++) this.#startWorker();
    } catch {
      // The page's own policy forbids them.
    }
  }

  #startWorker() {
    const url = new URL("./decode-worker.js", import.meta.url);
    // Browsers start workers of the page's own origin only; one that imports the other may be.
    const isForeign = url.origin !== location.origin;
    const text = new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" });
    const worker = new Worker(isForeign ? URL.createObjectURL(text) : url, { type: "module" });
    worker.addEventListener("message", ({ data }) => ("id" in data ? this.#receive(data) : this.#workers.push(worker)));
    worker.addEventListener("error", () => this.#giveUpWorkers());
  }

  #receive({ id, picture, fault }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!waiting) return picture?.bitmap.close();
    waiting.done();
    if (picture) waiting.resolve(picture);
    else if (fault.status === undefined) waiting.reject(new Problem(422, `The picture cannot be decoded: ${fault.message}`));
    else waiting.reject(new Problem(fault.status, fault.message, fault.field));
  }

  #giveUpWorkers() {
    this.#workers = [];
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { done, here, resolve, reject } of waiting) {
      done();
      here().then(resolve, reject);
    }
  }
}
