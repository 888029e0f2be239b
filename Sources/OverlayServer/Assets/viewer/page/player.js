// Steps at a rate, but never past a frame that is not shown yet.

export class Player {
  #timer;
  #isShown = true;

  constructor({ button, rate, step }) {
    Object.assign(this, { button, rate, step });
    button.addEventListener("click", () => this.toggle());
  }

  toggle() {
    if (this.#timer) this.stop();
    else this.#start();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.button.textContent = "Play";
  }

  /** The frame that was stepped to is there. */
  shown() {
    this.#isShown = true;
  }

  #start() {
    this.button.textContent = "Pause";
    const tick = () => {
      this.#timer = setTimeout(tick, 1000 / this.rate());
      if (!this.#isShown) return;
      this.#isShown = false;
      this.step();
    };
    tick();
  }
}
