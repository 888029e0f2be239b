import { isSelected } from "../stage/selection.js";
import { style } from "../state/address.js";
import { filterIn, isShown } from "../state/filter.js";
import { DetectionTable } from "./detections.js";
import { once } from "./once.js";
import { showSelection } from "./selection.js";
import { TrackSheet } from "./track-sheet.js";
import { showWarnings } from "./warnings.js";

/** What stages said of the frame that is looked at: the table, the detection that is pinned, and warnings. */
export class FoundPanel {
  #frame;
  #found = new Map();
  #table;
  #track;
  #sheet;

  constructor($, { sight, service, stage, timeline, trying }) {
    Object.assign(this, { $, sight, service, stage, timeline, trying });
    this.#sheet = new TrackSheet($("track-sheet"), { service, trying });
    this.#table = new DetectionTable($("detections"), {
      highlight: (row) => stage.highlight(row && { stage: row.stage, path: row.detection.path }),
      pin: ({ stage: name, detection }) => (isSelected(stage.selection, name, detection) ? this.pin() : this.pin(name, detection)),
    });
    stage.addEventListener("framechange", () => this.#table.wait());
    stage.addEventListener("hover", ({ detail }) => this.#table.highlight(detail));
    stage.addEventListener("select", ({ detail: { selection, detection } }) => this.pin(selection?.stage, detection));
    stage.addEventListener("detections", ({ detail: { frame, found } }) => {
      [this.#frame, this.#found] = [frame, found];
      this.show(sight.state);
    });
  }

  show(state) {
    const { selection } = this.stage;
    const rows = [...this.#found].flatMap(([stage, { detections }]) => detections.map((detection) => ({ stage, detection })));
    const filter = filterIn(style(state));
    const isVisible = ({ detection }) => state[detection.status] && isShown(detection, filter);
    const names = rows.map(({ stage, detection }) => [stage, detection.path]);
    once("table", [this.#frame, names, style(state), state.kept, state.dropped], () =>
      this.#table.show(rows.filter(isVisible), rows.length),
    );
    this.#table.select(selection);
    once("warnings", [this.#frame, names, state.job, state.stages, this.timeline().answer], () => this.trying("warnings", () => this.#warn(state)));
    const pinned = rows.find(({ stage, detection }) => isSelected(selection, stage, detection))?.detection;
    once("selection", [selection, pinned, state.frame, this.timeline().frames.length], () =>
      this.trying("selection", () => this.#showSelection(state, selection, pinned)),
    );
  }

  /** Lets go where there is none. */
  pin(stage, detection) {
    const selected = detection && [stage, String(detection.track_id ?? ""), detection.path];
    this.sight.change({ selected }, { isStep: true });
  }

  /** Goes to the next frame with the pinned track, or the one before. */
  stepInTrack(direction) {
    const { frame: now } = this.sight.state;
    const numbers = this.#track?.frames.map(({ frame }) => frame) ?? [];
    this.#go(direction < 0 ? numbers.findLast((number) => number < now) : numbers.find((number) => number > now));
  }

  #go(frame) {
    if (frame !== undefined) this.sight.change({ frame }, { isStep: true });
  }

  async #warn(state) {
    const addresses = (state.stages ?? []).map((stage) => ({ timeline: state.timeline, job: state.job, stage }));
    const summaries = await Promise.all(addresses.map((address) => this.service.summary(address)));
    showWarnings(this.$("warnings"), this.#found, addresses.map(({ stage }, index) => [stage, summaries[index]]));
  }

  async #showSelection(state, selection, detection) {
    const address = { timeline: state.timeline, job: state.job, stage: selection?.stage };
    const track = selection?.track === undefined ? undefined : await this.service.track(address, selection.track);
    if (this.stage.selection !== selection) return;
    this.#track = track;
    showSelection(this.$("selection"), { selection, detection, track, frame: state.frame, frames: this.timeline().frames }, {
      go: (frame) => this.#go(frame),
      only: (track) => this.sight.change({ tracks: [String(track)] }),
      sheet: (track) => this.#sheet.open(address, track),
      close: () => this.pin(),
    });
  }
}
