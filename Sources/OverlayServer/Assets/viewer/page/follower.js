/** Looks now and then whether a timeline has grown, often while it does. */
export class Follower {
  #timer;
  #known;
  #changedAt = 0;
  #hasGrown = false;

  /**
   * `ask`: gives the timeline's answer; `changed`: gets it where it differs from the last, and what differs; `growing`: told whether
   * more is to be expected; `failed`: gets the problem;
   * `answered` where there is none.
   */
  constructor({ ask, changed, growing, failed, answered }) {
    Object.assign(this, { ask, changed, growing, failed, answered });
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
  }

  /** From that answer on. */
  start(answer) {
    this.#known = answer;
    this.#hasGrown = false;
    const newest = Math.max(...answer.jobs.flatMap(({ stages }) => stages.map((stage) => Date.parse(stage.created_at))), 0);
    this.#changedAt = newest;
    this.#soon();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  get #isBusy() {
    return Date.now() - this.#changedAt < 60_000;
  }

  #soon(seconds = this.#isBusy ? 2 : 10) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), seconds * 1000);
  }

  async look() {
    if (document.hidden || !this.#known) return;
    const before = this.#known;
    try {
      const answer = await this.ask();
      if (this.#known !== before) return;
      const rows = JSON.stringify(answer.jobs) !== JSON.stringify(before.jobs);
      const frames = answer.frames.count !== before.frames.count;
      this.#known = answer;
      if (rows || frames) {
        this.#changedAt = Date.now();
        await this.changed(answer, { rows, frames });
      }
      this.#hasGrown ||= rows || frames;
      this.answered();
      this.growing(this.#hasGrown && Date.now() - this.#changedAt < 20_000);
    } catch (problem) {
      this.failed(problem);
    } finally {
      this.#soon();
    }
  }
}
