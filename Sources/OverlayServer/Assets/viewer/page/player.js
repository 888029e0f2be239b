// Steps at a rate, but never past a frame that is not shown yet.

export class Player {
  #timer;
  #isPlaying = false;
  #isHeld = false;
  #isShown = true;
  #due = 0;

  /** `step` tells whether there was a frame to go to; `rewind` goes back to the first from the last. */
  constructor({ button, rate, step, rewind }) {
    Object.assign(this, { button, rate, step, rewind });
  }

  toggle() {
    if (this.#isPlaying) return this.stop();
    this.#isPlaying = true;
    this.button.textContent = "Pause";
    this.#isShown = !this.rewind();
    this.#due = performance.now();
    this.#tick();
  }

  stop() {
    this.#isPlaying = false;
    clearTimeout(this.#timer);
    this.button.textContent = "Play";
  }

  /** While somebody drags, it waits. */
  hold(isHeld) {
    this.#isHeld = isHeld;
    if (!isHeld && this.#isPlaying) this.#tick();
  }

  /** The frame that was stepped to is there. */
  shown() {
    this.#isShown = true;
    if (this.#isPlaying && performance.now() >= this.#due) this.#tick();
  }

  #tick() {
    clearTimeout(this.#timer);
    if (!this.#isPlaying || this.#isHeld || !this.#isShown) return;
    const now = performance.now();
    if (now < this.#due) return this.#wait(this.#due - now);
    const interval = 1000 / Math.min(Math.max(this.rate(), 1), 30);
    this.#due = Math.max(this.#due + interval, now - interval);
    this.#isShown = false;
    if (!this.step()) {
      this.#isShown = true;
      return this.stop();
    }
    this.#wait(Math.max(this.#due - now, 0));
  }

  #wait(milliseconds) {
    this.#timer = setTimeout(() => this.#tick(), milliseconds);
  }
}
