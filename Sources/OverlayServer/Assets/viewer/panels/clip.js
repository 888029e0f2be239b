import { seenStyle } from "../state/address.js";
import { shifted } from "../strip/range.js";
import { count } from "./element.js";
import { fileName, save } from "./save.js";

const mostFrames = 300;

/** Downloads a clip of what is seen: says of which frames, that it runs, and gives it up when asked to. */
export class ClipPanel {
  #parts;
  /** Of the clip that is under way. */
  #running;

  constructor($, { sight, service, status }) {
    Object.assign(this, { sight, service, status });
    this.#parts = { button: $("clip"), text: $("clip-text"), progress: $("clip-progress") };
    this.#parts.button.addEventListener("click", () => (this.#running ? this.#running.abort() : this.#start()));
  }

  show(state, timeline) {
    this.timeline = timeline;
    const { button, text } = this.#parts;
    if (this.#running) return;
    const found = rangeOf(state, timeline.frames);
    button.disabled = !found || !state.stages?.length;
    text.textContent = found ? `Frames ${found.range.replace("-", "–")} (${found.words})` : "";
  }

  async #start() {
    const { state } = this.sight;
    const { range } = rangeOf(state, this.timeline.frames);
    const address = { timeline: state.timeline, job: state.job, stage: state.stages.at(-1) };
    const running = (this.#running = new AbortController());
    this.#tell("Being drawn…");
    try {
      const received = (bytes) => this.#tell(`${(bytes / 1e6).toFixed(1)} MB`);
      const clip = await this.service.clip(address, range, seenStyle(state), { signal: running.signal, received });
      save(clip, fileName([address.timeline, address.stage, range], clip.type.startsWith("video/mp4") ? "mp4" : "png"));
      this.status.tell(`The clip of frames ${range.replace("-", "–")} is downloaded.`);
      this.status.succeeded("clip");
    } catch (problem) {
      if (problem.name === "AbortError") this.status.tell("The clip is given up.");
      else if (problem.status === 401) this.status.fail(problem, "clip", () => this.#start());
      else this.status.warn(problem.message, "clip");
    } finally {
      this.#end();
    }
  }

  #tell(text) {
    const { button, progress } = this.#parts;
    button.textContent = "Cancel the clip";
    progress.hidden = false;
    this.#parts.text.textContent = text;
  }

  #end() {
    const { button, progress } = this.#parts;
    this.#running = undefined;
    button.textContent = "Download clip";
    progress.hidden = true;
    this.show(this.sight.state, this.timeline);
  }
}

/** The frames that the strip is narrowed to; else all, or as many as a clip may have around the one that is looked at. */
function rangeOf({ frame, range }, frames) {
  if (!frames.length) return undefined;
  if (/^\d+-\d+$/.test(range ?? "")) return { range, words: "those of the strip" };
  const place = frames.indexOf(frame);
  const { first, end } = shifted({ first: place - mostFrames / 2, end: place + mostFrames / 2 }, 0, frames.length);
  const isAll = end - first === frames.length;
  return { range: `${frames.at(first).frame}-${frames.at(end - 1).frame}`, words: isAll ? "all" : `${count(end - first)} around this one` };
}
