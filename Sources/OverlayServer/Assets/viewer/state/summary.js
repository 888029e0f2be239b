/** What a stage found, in counts, frame by frame. */
export class Summary {
  #places = new Map();

  constructor({ frames, totals, warnings, skipped }) {
    Object.assign(this, { columns: frames, totals, warnings, skipped });
    frames.frame.forEach((number, index) => this.#places.set(number, index));
  }

  /** Of one frame: { timestamp, kept, dropped, skipped, confidence }; undefined where the stage does not name it. */
  at(number) {
    const index = this.#places.get(number);
    if (index === undefined) return undefined;
    const { timestamp, kept, dropped, skipped, mean_confidence } = this.columns;
    return {
      timestamp: timestamp[index] ?? undefined,
      kept: kept[index],
      dropped: dropped[index],
      skipped: skipped[index],
      confidence: mean_confidence[index] ?? undefined,
    };
  }
}
