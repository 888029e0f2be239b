import { style } from "../state/address.js";
import { filterIn, filterQuery, isOpen, without } from "../state/filter.js";
import { button, checkbox, count, element, replace } from "./element.js";
import { once } from "./once.js";

const mostTracks = 500;

/** What is shown of the detections: by confidence, class, track, and whether the stage kept them; with how many there are. */
export class FilterPanel {
  #parts;

  /** `trying`: runs work that calls the service. */
  constructor($, { sight, service, trying }) {
    Object.assign(this, { sight, service, trying });
    const ids = ["confidence", "confidence-text", "statuses", "classes", "track", "tracks", "track-list"];
    this.#parts = Object.fromEntries(ids.map((id) => [id, $(id)]));
    const { confidence, track } = this.#parts;
    confidence.addEventListener("input", () => this.#tellConfidence(Number(confidence.value)));
    confidence.addEventListener("change", () => sight.change({ min_confidence: Number(confidence.value) }));
    track.addEventListener("change", () => this.#add(track.value.trim()));
  }

  show(state, timeline) {
    this.#parts.confidence.value = state.min_confidence;
    this.#tellConfidence(state.min_confidence);
    const { kept, dropped, classes, tracks, stages = [] } = state;
    once("filters", [state.timeline, state.job, stages, style(state), kept, dropped, timeline.answer], () =>
      this.trying("counts", async () => {
        const counts = await this.#counts(state);
        if (this.sight.state === state) this.#draw(counts, { kept, dropped, classes, tracks });
      }),
    );
  }

  /** Of all frames and all chosen stages; classes are counted whether they are shown or not. */
  async #counts(state) {
    const filter = filterQuery(without(style(state), "classes"));
    const addresses = (state.stages ?? []).map((stage) => ({ timeline: state.timeline, job: state.job, stage }));
    const [summaries, tracks] = await Promise.all([
      Promise.all(addresses.map((address) => this.service.summary(address, isOpen(filterIn(filter)) ? filter : ""))),
      Promise.all(addresses.map((address) => this.service.tracks(address))),
    ]);
    const sum = { kept: 0, dropped: 0, classes: {}, tracks: tracks.flat() };
    for (const { totals } of summaries) {
      sum.kept += totals.kept;
      sum.dropped += totals.dropped;
      for (const [name, number] of Object.entries(totals.classes)) sum.classes[name] = (sum.classes[name] ?? 0) + number;
    }
    return sum;
  }

  #draw(counts, { kept, dropped, classes, tracks }) {
    const status = (name, label, isShown) =>
      this.#box(label, isShown, (isShown) => this.sight.change({ [name]: isShown }), counts[name]);
    replace(this.#parts.statuses, status("kept", "Kept", kept), status("dropped", "Dropped", dropped));
    this.#drawClasses(counts.classes, classes);
    this.#drawTracks(counts.tracks, tracks);
  }

  #box(name, isShown, act, number) {
    return checkbox(name, isShown, act, element("span", { className: "count" }, count(number)));
  }

  #drawClasses(counts, classes) {
    const group = this.#parts.classes;
    const names = Object.keys(counts).sort((one, other) => counts[other] - counts[one] || one.localeCompare(other));
    const all = [...names, ...(classes ?? []).filter((name) => !names.includes(name))];
    const isShown = (name) => !classes || classes.includes(name);
    const choose = (name, isChecked) => {
      const chosen = all.filter((other) => (other === name ? isChecked : isShown(other)));
      this.sight.change({ classes: chosen.length === all.length ? undefined : chosen });
    };
    const rows = all.map((name) => this.#box(name, isShown(name), (isChecked) => choose(name, isChecked), counts[name] ?? 0));
    const everything = button("All classes", () => this.sight.change({ classes: undefined }), { className: "link" });
    replace(group, group.querySelector("legend"), ...rows, ...(classes ? [everything] : []));
  }

  #drawTracks(known, tracks = []) {
    const { track, tracks: options, "track-list": list } = this.#parts;
    const chips = tracks.map((name) =>
      button(`${name} ×`, () => this.#choose(tracks.filter((other) => other !== name)), {
        ariaLabel: `Show not only track ${name}`, className: "small",
      }),
    );
    replace(list, ...chips);
    track.placeholder = known.length ? `all ${count(known.length)}` : "none";
    options.replaceChildren(
      ...known.slice(0, mostTracks).map(({ id, label, count: detections, first_frame, last_frame }) =>
        element("option", { value: id, label: `${label ?? "track"} ${id}: ${detections} on ${first_frame}–${last_frame}` }),
      ),
    );
  }

  #add(track) {
    this.#parts.track.value = "";
    if (track) this.#choose([...new Set([...(this.sight.state.tracks ?? []), track])]);
  }

  #choose(tracks) {
    this.sight.change({ tracks: tracks.length ? tracks : undefined });
  }

  #tellConfidence(value) {
    this.#parts["confidence-text"].textContent = value.toFixed(2);
  }
}
