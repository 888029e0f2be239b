import { comparedWith, isCompared, write } from "../state/address.js";
import { queryText } from "../state/query.js";
import { referenceQuery } from "../state/reference.js";
import { button, element } from "./element.js";
import { once } from "./once.js";

const mostFrames = 20;
/** What makes a frame one to look at first, as the server and as people call it. */
const reasons = { difference: "differences", low_confidence: "low confidence", dropped: "dropped", track_breaks: "broken tracks" };

/** The frames that a person should look at first, each a link with its thumbnail; listed once they are asked for. */
export class WorstPanel {
  #parts;
  #links = [];
  #pictures = new AbortController();
  /** The stage and the query of the list that is wanted. */
  #wanted;

  /** `picture`: gives a frame's thumbnail, held upright. `trying`: runs work that calls the service. */
  constructor(region, { sight, service, picture, trying }) {
    Object.assign(this, { sight, service, picture, trying });
    const toggle = button("Worst frames", () => sight.change({ worst: sight.state.worst ? "" : standard(sight.state) }));
    const by = element("select", { ariaLabel: "Worst by" }, ...Object.entries(reasons).map(([value, text]) => new Option(text, value)));
    by.addEventListener("change", () => sight.change({ worst: by.value }));
    this.#parts = { toggle, by, note: element("p", { className: "muted" }), list: element("ol", { ariaLabel: "Worst frames" }) };
    region.append(element("div", { className: "title" }, toggle, by), this.#parts.note, this.#parts.list);
  }

  show(state, timeline) {
    const { toggle, by, note, list } = this.#parts;
    toggle.ariaExpanded = String(Boolean(state.worst));
    by.hidden = note.hidden = list.hidden = !state.worst;
    by.value = state.worst;
    by.options[0].disabled = !isCompared(state);
    const query = state.worst && state.stages?.length ? this.#query(state) : undefined;
    const address = { timeline: state.timeline, job: state.job, stage: state.stages?.at(-1) };
    this.#wanted = JSON.stringify([address, query]);
    const missing = address.stage ? "Choose first what to compare with." : "Choose a stage first.";
    once("worst", [address, query], () => this.#fill([], query ? "Being looked for…" : missing));
    once("ranking", [address, query, timeline.answer], () => this.trying("ranking", () => this.#load(address, query)));
    this.#mark(state);
  }

  /** Undefined where differences are asked for and nothing is compared. */
  #query(state) {
    const { job, stages, worst } = state;
    if (worst !== "difference") return queryText({ by: worst, limit: mostFrames });
    if (!isCompared(state)) return undefined;
    return [queryText({ by: worst, limit: mostFrames }), referenceQuery({ job, stage: stages.at(-1) }, comparedWith(state))].join("&");
  }

  async #load(address, query) {
    const isWanted = () => this.#wanted === JSON.stringify([address, query]);
    try {
      const frames = query && (await this.service.ranking(address, query));
      if (frames && isWanted()) this.#fill(frames, frames.length ? "" : "No frame stands out.");
    } catch (problem) {
      if (isWanted()) this.#fill([], problem.message);
      throw problem;
    }
  }

  #fill(frames, note) {
    const { list, note: text } = this.#parts;
    this.#pictures.abort();
    this.#pictures = new AbortController();
    this.#links = frames.map(({ frame }) => ({ frame, link: this.#link(frame) }));
    this.#links.forEach(({ link, frame }, index) => link.append(...this.#told(frame, frames[index])));
    list.replaceChildren(...this.#links.map(({ link }) => element("li", {}, link)));
    text.textContent = note;
    this.#mark(this.sight.state);
  }

  #link(frame) {
    const link = element("a");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // In a tab or a window of its own.
      event.preventDefault();
      this.sight.change({ frame }, { isStep: true });
    });
    return link;
  }

  #told(frame, { timestamp, detail }) {
    const canvas = element("canvas", { width: 0, height: 0, ariaHidden: "true" });
    this.picture(frame, this.#pictures.signal).then((picture) => {
      Object.assign(canvas, { width: picture.width, height: picture.height });
      canvas.getContext("2d").drawImage(picture, 0, 0);
    }, () => {}); // What a frame without a picture has is told where it is looked at.
    const time = Number.isFinite(timestamp) ? `, ${timestamp.toFixed(2)} s` : "";
    return [canvas, element("span", {}, `frame ${frame}${time}`, element("small", {}, detail))];
  }

  /** Where the links lead, and which one is looked at. */
  #mark(state) {
    for (const { frame, link } of this.#links) {
      link.href = write({ ...state, frame });
      link.ariaCurrent = String(frame === state.frame);
    }
  }
}

const standard = (state) => (isCompared(state) ? "difference" : "low_confidence");
