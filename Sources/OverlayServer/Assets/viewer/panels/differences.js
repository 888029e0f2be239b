import { comparedWith, isCompared, style } from "../state/address.js";
import { isOn, kinds, switched } from "../state/differences.js";
import { comparisonQuery } from "../state/reference.js";
import { button, checkbox, count, element, replace } from "./element.js";
import { once } from "./once.js";
import { sign } from "./sign.js";

const mostWarnings = 3;

/** What differs between the uppermost stage and what it is compared with: in all, on this frame, by kind; and how good the stage is. */
export class DifferencePanel {
  /** What the comparison is asked for by; undefined where there is nothing to ask. */
  #query;
  /** Nothing until it is known. */
  #comparison;
  /** Why it will not be, in a sentence. */
  #fault;

  /** `trying`: runs work that calls the service. */
  constructor(region, { sight, service, status, trying }) {
    Object.assign(this, { region, sight, service, status, trying });
  }

  show(state, timeline) {
    const [address, reference] = [addressOf(state), comparedWith(state)];
    this.#query = isCompared(state) ? comparisonQuery(address, reference, style(state)) : undefined;
    once("compared", [address, this.#query], () => ([this.#comparison, this.#fault] = [undefined, undefined]));
    once("comparison", [address, this.#query, timeline.answer], () =>
      this.trying("comparison", () => this.#load(address, this.#query)),
    );
    this.#draw();
  }

  /** Goes to the next frame with a difference of a kind that is switched on, or to the one before. */
  step(direction) {
    const { frame: now, differences } = this.sight.state;
    if (!this.#query) return this.status.tell("Choose first what to compare with.");
    if (!this.#comparison) return this.status.tell(this.#fault ?? "What differs is not known yet.");
    const frame = this.#comparison.next(now, direction, differences);
    if (frame !== undefined) return this.sight.change({ frame }, { isStep: true });
    const kinds = differences ? " of the kinds that are switched on" : "";
    this.status.tell(`There is no difference${kinds} ${direction > 0 ? "after" : "before"} this frame.`);
  }

  async #load(address, query) {
    const isWanted = () => query === this.#query && isSame(address, addressOf(this.sight.state));
    try {
      const comparison = query && (await this.service.comparison(address, query));
      if (isWanted()) [this.#comparison, this.#fault] = [comparison, undefined];
    } catch (problem) {
      if (isWanted()) this.#fault = problem.message;
      throw problem;
    } finally {
      this.#draw();
    }
  }

  #draw() {
    const { state } = this.sight;
    const reference = comparedWith(state);
    this.region.hidden = !reference;
    if (!reference) return;
    const { frame, differences, classes, tracks } = state;
    const told = [addressOf(state), reference, this.#query, this.#comparison?.totals, this.#fault];
    once("differences", [...told, frame, differences, classes, tracks], () => replace(this.region, ...this.#parts(state, reference)));
  }

  #parts(state, reference) {
    const { frame, differences } = state;
    const walk = (text, label, key, direction) =>
      button(text, () => this.step(direction), {
        ariaLabel: label, title: `${label} (${key})`, className: "small", disabled: !this.#comparison, dataset: { focus: label },
      });
    const walks = [walk("‹", "Previous difference", "Shift n", -1), walk("›", "Next difference", "n", 1)];
    const title = element("div", { className: "title" }, element("h2", {}, "Differences"), element("span", { className: "buttons" }, ...walks));
    if (!this.#comparison) return [title, muted(this.#reason)];
    const everything = button("All kinds", () => this.sight.change({ differences: undefined }), { className: "link", dataset: { focus: "all" } });
    return [
      title,
      muted(`Against ${otherName(addressOf(state), reference)}`),
      element("p", {}, ...shareTexts(this.#comparison)),
      this.#kinds(this.#comparison.at(frame), differences),
      ...(differences ? [everything] : []),
      ...metricParts(this.#comparison.metrics),
      ...notes(this.#comparison, state, reference).map((text) => element("small", {}, text)),
    ];
  }

  get #reason() {
    if (!this.#query) return "This is the very same stage. Choose another job or stage to compare with.";
    return this.#fault ?? "Being compared…";
  }

  #kinds(here, chosen) {
    const { differences: totals } = this.#comparison.totals;
    const number = (text) => element("span", { className: "count" }, text);
    const rows = kinds.map((kind) => {
      const { name, words } = kind;
      const row = checkbox(words, isOn(name, chosen), (isShown) => this.sight.change({ differences: switched(chosen, name, isShown) }));
      row.querySelector("input").after(sign(kind));
      row.append(number(String(here?.[name] ?? "–")), number(count(totals[name])));
      return row;
    });
    const head = element("div", { className: "check" }, ...["here", "in all"].map((text) => element("small", { className: "count" }, text)));
    return element("fieldset", { className: "kinds", ariaLabel: "Kinds of differences" }, head, ...rows);
  }
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const addressOf = ({ timeline, job, stages }) => ({ timeline, job, stage: stages?.at(-1) });
const muted = (text) => element("p", { className: "muted" }, text);
/** Of a reference, what differs from the address. */
function otherName({ job, stage }, reference) {
  return [reference.job !== job && reference.job, reference.stage !== stage && reference.stage].filter(Boolean).join(" · ");
}

const percent = (share) => `${(share * 100).toFixed(share && share < 0.1 ? 2 : 1)} %`;

function shareTexts({ difference, totals }) {
  const things = `${count(totals.things)} things on ${count(totals.frames)} frames`;
  return [element("strong", {}, percent(difference)), ` of ${things} differ.`];
}

/** What keeps the counts from being the whole truth. */
function notes({ totals, warnings }, { job, stages, classes, tracks }, reference) {
  const [ours, theirs] = job === reference.job ? [stages.at(-1), reference.stage] : [job, reference.job];
  const alone = (number, name) => (number ? [`On ${count(number)} frames only ${name} speaks; there nothing is compared.`] : []);
  return [
    ...alone(totals.only_current, ours),
    ...alone(totals.only_reference, theirs),
    ...(classes || tracks ? ["Counts are of all classes and tracks."] : []),
    ...warnings.slice(0, mostWarnings).map(({ detail }) => detail),
  ];
}

/** Where the reference is what is really there. */
function metricParts(metrics) {
  if (!metrics) return [];
  const { precision, recall, mota, idf1, false_positives, misses, identity_switches } = metrics;
  const values = { Precision: precision, Recall: recall, MOTA: mota, IDF1: idf1 };
  const cells = Object.entries(values).map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value === undefined ? "–" : value.toFixed(3))),
  );
  const counts = `${count(false_positives)} too many, ${count(misses)} missed, ${count(identity_switches)} identity switches`;
  return [element("dl", { className: "metrics", ariaLabel: "Against the truth" }, ...cells), muted(counts)];
}
