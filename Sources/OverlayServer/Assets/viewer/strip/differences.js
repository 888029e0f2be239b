import { differenceText, differing } from "../state/differences.js";
import { wordsIn } from "../state/query.js";
import { comparisonQuery, referenceOf } from "../state/reference.js";
import { drawBars } from "./bars.js";

/** What differs from another stage: bars under the thumbnails, the kinds that count, and what is said of one frame. */
export class Differences {
  /** What is held against what; undefined while nothing is. */
  #wish;
  /** The answer to that; undefined until it is there. */
  #comparison;
  #chosen;

  constructor(bars, kinds) {
    Object.assign(this, { bars, kinds });
  }

  /** What was known of anything else is forgotten. */
  set wish(wish) {
    const name = JSON.stringify(wish);
    if (name === this.#wish) return;
    [this.#wish, this.#comparison] = [name, undefined];
    this.#name();
  }

  set comparison(comparison) {
    this.#comparison = comparison;
    this.#name();
  }

  /** The kinds that count; undefined for all. */
  set chosen(chosen) {
    this.#chosen = chosen;
    this.#name();
  }

  /** "5 moved, 2 lost", or what there is to say instead; empty while nothing is known. */
  text(number) {
    if (!this.#comparison) return "";
    const counts = this.#comparison.at(number);
    if (counts?.only) return `only ${counts.only === "current" ? "this one" : "the other one"} speaks of it`;
    return differenceText(counts ?? {}, this.#chosen) || "nothing differs";
  }

  /** `place`: as `drawBars` takes it. */
  draw(place) {
    if (this.#wish) drawBars(this.bars, { ...place, comparison: this.#comparison, chosen: this.#chosen });
  }

  #name() {
    const { bars, kinds } = this;
    bars.hidden = kinds.hidden = !this.#wish;
    const totals = this.#comparison?.totals.differences;
    bars.ariaBusy = String(!totals);
    bars.ariaLabel = `Differences frame by frame: ${totals ? differenceText(totals, this.#chosen) || "none" : "not counted yet"}`;
    kinds.replaceChildren(...differing(this.#chosen).map(legend));
  }
}

function legend({ words, color }) {
  const text = document.createElement("small");
  text.append(Object.assign(document.createElement("i"), { style: `background: ${color}` }), words);
  return text;
}

/** What an <overlay-strip> is asked to compare, as { address, query }: its uppermost stage. Undefined where it is not asked to. */
export function wishOf(element) {
  const [timeline, job, otherJob] = ["timeline", "job", "compare-job"].map((name) => element.getAttribute(name));
  const [stages, otherStages] = ["stages", "compare-stages"].map((name) => wordsIn(element.getAttribute(name)));
  if (!job || !stages.length || !(otherJob || otherStages.length)) return undefined;
  const address = { timeline, job, stage: stages.at(-1) };
  const reference = referenceOf({ job, stages, otherJob, otherStages });
  return { address, query: comparisonQuery(address, reference, element.getAttribute("drawing-style") ?? "") };
}
