import { differing } from "./differences.js";

/** What differs between two stages, in counts, frame by frame. */
export class Comparison {
  #places = new Map();
  /** Counts in the order of the columns, and of which kinds: strips ask for all of them at each step. */
  #counts = [];
  #counted;

  constructor({ frames, totals, difference, metrics, warnings }) {
    Object.assign(this, { columns: frames, totals, difference, metrics, warnings });
    frames.frame.forEach((number, index) => this.#places.set(number, index));
  }

  /**
   * Of one frame: { things, only } and a count for each kind. `only`: the one side that speaks of the frame, "current" or "reference",
   * where nothing can be compared. Undefined where neither side speaks of it.
   */
  at(number) {
    const index = this.#places.get(number);
    if (index === undefined) return undefined;
    return Object.fromEntries(Object.entries(this.columns).map(([name, column]) => [name, column[index] ?? undefined]));
  }

  /** The one side that speaks of a frame, where the other does not. */
  only(number) {
    return this.columns.only[this.#places.get(number)] ?? undefined;
  }

  /** What tells of a frame how many differences of the chosen kinds it has; a thing may have several. */
  counter(chosen) {
    const names = differing(chosen).map(({ name }) => name);
    if (names.join() !== this.#counted) this.#count(names);
    return (number) => this.#counts[this.#places.get(number)] ?? 0;
  }

  /** The nearest frame after that number, or before it, with a difference of the chosen kinds. */
  next(number, direction, chosen) {
    const [numbers, count] = [this.columns.frame, this.counter(chosen)];
    const meets = (other) => (direction > 0 ? other > number : other < number) && count(other) > 0;
    return direction > 0 ? numbers.find(meets) : numbers.findLast(meets);
  }

  #count(names) {
    const columns = names.map((name) => this.columns[name]);
    this.#counts = this.columns.frame.map((_, index) => columns.reduce((sum, column) => sum + (column[index] ?? 0), 0));
    this.#counted = names.join();
  }
}
