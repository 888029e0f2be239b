/** Small pictures of frames: those that are seen, some of all, and the one under the pointer. */
export class Thumbnails {
  #known = new Map();
  #controller = new AbortController();

  constructor(host, limit = 500) {
    this.host = host;
    this.limit = limit;
  }

  forget() {
    this.#known.clear();
  }

  /** `room`: how many at most, evenly chosen; those of an older choice are given up. */
  lay(frames, range, load, room) {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const count = Math.max(Math.min(room, range.end - range.first), 1);
    const place = (index) => range.first + Math.floor(((index + 0.5) * (range.end - range.first)) / count);
    const chosen = Array.from({ length: count }, (_, index) => frames.at(place(index)).frame);
    this.host.replaceChildren(...chosen.map(() => document.createElement("canvas")));
    chosen.forEach((frame, index) => {
      const canvas = this.host.children[index];
      canvas.style.width = `${100 / count}%`;
      canvas.style.objectFit = count < room / 2 ? "contain" : "cover";
      this.draw(frame, canvas, load, signal);
    });
  }

  /** A frame that cannot be had stays empty: it is told of where it is looked at. */
  async draw(frame, canvas, load, signal) {
    try {
      const picture = this.#known.get(frame) ?? (await load(frame, signal));
      this.#keep(frame, picture);
      if (signal.aborted) return;
      [canvas.width, canvas.height] = [picture.width, picture.height];
      canvas.getContext("2d").drawImage(picture, 0, 0);
    } catch {
      canvas.width = 0;
    }
  }

  #keep(frame, picture) {
    this.#known.delete(frame);
    this.#known.set(frame, picture);
    if (this.#known.size > this.limit) this.#known.delete(this.#known.keys().next().value);
  }
}
