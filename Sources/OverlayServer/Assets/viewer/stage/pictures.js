/** Decoded pictures by name, each { bitmap, orientation }: those used last, up to a number of bytes, and those that are pinned. */
export class Pictures {
  #kept = new Map();
  #byteCount = 0;
  /** Names of what is shown or wanted, which stays. */
  pinned = new Set();

  constructor(byteLimit = 512 << 20) {
    this.byteLimit = byteLimit;
  }

  get byteCount() {
    return this.#byteCount;
  }

  get(name) {
    const picture = this.#kept.get(name);
    if (!picture) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, picture);
    return picture;
  }

  keep(name, picture) {
    this.#kept.set(name, picture);
    this.#byteCount += bytes(picture);
    for (const oldest of this.#kept.keys()) {
      if (this.#byteCount <= this.byteLimit) break;
      if (!this.pinned.has(oldest)) this.#drop(oldest);
    }
  }

  /** Drops what `isOld` says of a name, once it is shown no more. */
  forget(isOld) {
    for (const name of this.#kept.keys()) if (isOld(name)) this.#drop(name);
  }

  #drop(name) {
    const picture = this.#kept.get(name);
    this.#kept.delete(name);
    this.#byteCount -= bytes(picture);
    if (!this.pinned.has(name)) picture.bitmap.close();
  }
}

const bytes = ({ bitmap: { width, height } }) => width * height * 4;
