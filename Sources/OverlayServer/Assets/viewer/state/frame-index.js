/** The frames of a timeline in order, each { frame, timestamp, key, problem }: found by number, by time, by key. */
export class FrameIndex {
  #frames;

  constructor(frames = []) {
    this.#frames = frames;
  }

  get length() {
    return this.#frames.length;
  }

  get first() {
    return this.#frames[0];
  }

  get last() {
    return this.#frames.at(-1);
  }

  at(index) {
    return this.#frames[index];
  }

  slice(from, to) {
    return this.#frames.slice(from, to);
  }

  append(frames) {
    this.#frames.push(...frames);
  }

  /** Times that a stage reported, for frames that have none of their own. */
  learnTimes(summary) {
    for (const entry of this.#frames) entry.timestamp ??= summary.at(entry.frame)?.timestamp;
  }

  /** Of the frame of that number, or the next one, or the last; -1 where there are none. */
  indexOf(number) {
    let [low, high] = [0, this.#frames.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#frames[middle].frame < number) low = middle + 1;
      else high = middle;
    }
    return high;
  }

  entry(number) {
    const found = this.#frames[this.indexOf(number)];
    return found?.frame === number ? found : undefined;
  }

  /** The frame `count` steps away, or the last on the way. */
  step(number, count) {
    const index = this.indexOf(number) + count;
    return this.#frames[Math.min(Math.max(index, 0), this.#frames.length - 1)]?.frame;
  }

  /** By a number ("12"), a time ("4s", "1:02.5") or a part of a key; undefined where there is none. */
  find(text) {
    const wanted = text.trim();
    const seconds = secondsIn(wanted);
    if (seconds !== undefined) return this.#nearest(seconds)?.frame;
    if (/^\d+$/.test(wanted) && this.entry(Number(wanted))) return Number(wanted);
    return wanted ? this.#frames.find(({ key }) => key?.includes(wanted))?.frame : undefined;
  }

  #nearest(seconds) {
    const timed = this.#frames.filter(({ timestamp }) => Number.isFinite(timestamp));
    const distance = ({ timestamp }) => Math.abs(timestamp - seconds);
    return timed.reduce((best, entry) => (best && distance(best) <= distance(entry) ? best : entry), undefined);
  }
}

/** "frame 12 of 120, 4.00 s". */
export function placeText(frames, number) {
  const timestamp = frames.entry(number)?.timestamp;
  return `frame ${number} of ${frames.length}${Number.isFinite(timestamp) ? `, ${timestamp.toFixed(2)} s` : ""}`;
}

function secondsIn(text) {
  const match = /^(?:(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*s|(\d+\.\d+))$/.exec(text);
  if (!match) return undefined;
  const [, hours = 0, minutes = 0, seconds = 0, plain, decimal] = match;
  return Number(plain ?? decimal ?? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
