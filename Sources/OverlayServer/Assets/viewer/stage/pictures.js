// Decoded pictures by name, the ones used last, up to a number of bytes.

export class Pictures {
  #kept = new Map();
  #byteCount = 0;

  constructor(byteLimit = 512 << 20) {
    this.byteLimit = byteLimit;
  }

  get(name) {
    const picture = this.#kept.get(name);
    if (!picture) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, picture);
    return picture;
  }

  keep(name, picture) {
    if (this.#kept.has(name)) return;
    this.#kept.set(name, picture);
    this.#byteCount += bytes(picture);
    for (const [oldest, old] of this.#kept) {
      if (this.#byteCount <= this.byteLimit || oldest === name) break;
      this.#kept.delete(oldest);
      this.#byteCount -= bytes(old);
    }
  }
}

const bytes = ({ width, height }) => width * height * 4;
