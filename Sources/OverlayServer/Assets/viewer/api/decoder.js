import { load } from "./decode.js";
import { Problem } from "./problem.js";

/** Fetches and decodes pictures in workers, in turn; on the page itself where it may have none. */
export class Decoder {
  #workers = [];
  #waiting = new Map();
  #count = 0;

  constructor(workerCount = 2) {
    try {
      for (let index = 0; index < workerCount; index++) this.#workers.push(this.#makeWorker());
    } catch {
      this.#workers = [];
    }
  }

  /** { bitmap, orientation }. */
  load(url, { headers, isTurned, signal }) {
    signal?.throwIfAborted();
    const here = () => load(url, { headers, isTurned, signal });
    if (!this.#workers.length) return here();
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

  #makeWorker() {
    const url = new URL("./decode-worker.js", import.meta.url);
    // Browsers start workers of the page's own origin only; one that imports the other may be.
    const isForeign = url.origin !== location.origin;
    const text = new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" });
    const worker = new Worker(isForeign ? URL.createObjectURL(text) : url, { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#receive(data));
    worker.addEventListener("error", () => this.#giveUpWorkers());
    return worker;
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

  /** The page's own policy may forbid them. */
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
