import { once } from "./once.js";

const boxShapes = ["plain", "rounded", "corners", "dashed", "filled", "circle", "ellipse", "triangle", "dot"];

/** Those of the service that leave the frame as it is. */
const presets = ["boxes", "masks", "tracks", "pose", "ocr", "debug"];

/** The lists to choose from: job, what to compare with, style. */
export class Choices {
  #sight;
  #lists;
  #parentOf = () => undefined;

  constructor($, sight) {
    this.#sight = sight;
    this.#lists = Object.fromEntries(
      ["job", "compare", "compare-job", "compare-stage", "preset", "color-by", "box-shape"].map((id) => [id, $(id)]),
    );
    const on = (id, changes) =>
      this.#lists[id].addEventListener("change", ({ target: { value } }) => sight.change(changes(value)));
    on("job", (job) => ({ job, stages: undefined, opacities: undefined, selected: undefined, classes: undefined, tracks: undefined }));
    on("compare", (compare) => ({ compare, ...(compare === "off" ? {} : this.#standardJob) }));
    on("compare-job", (compare_job) => ({ compare_job, ...this.#begin }));
    on("compare-stage", (stage) => ({ compare_stages: stage ? [stage] : undefined, ...this.#begin }));
    on("preset", (value) => ({ preset: value || undefined }));
    on("color-by", (value) => ({ color_by: value || undefined }));
    on("box-shape", (value) => ({ box_shape: value || undefined }));
  }

  /** A replay is compared with what it was replayed from, where nothing else is chosen. */
  get #standardJob() {
    const { compare, compare_job, compare_stages, job } = this.#sight.state;
    const parent = compare === "off" && !compare_job && !compare_stages ? this.#parentOf(job) : undefined;
    return parent ? { compare_job: parent } : {};
  }

  /** Whoever says with what to compare wants to. */
  get #begin() {
    return this.#sight.state.compare === "off" ? { compare: "swipe" } : {};
  }

  show(state, timeline) {
    const { jobs } = timeline;
    this.#parentOf = (job) => timeline.parentOf(job);
    const stages = timeline.stagesOf(state.compare_job || state.job);
    this.#fill("job", [...jobs, ...(jobs.includes(state.job) || !state.job ? [] : [state.job])], state.job);
    this.#fill("compare-job", jobs, state.compare_job, "the same job");
    this.#fill("compare-stage", stages, state.compare_stages?.[0], "the same stages");
    this.#fill("preset", presets, state.preset, "none");
    this.#fill("color-by", ["track", "class", "index", "confidence"], state.color_by, "as the service does");
    this.#fill("box-shape", boxShapes, state.box_shape, "as the service does");
    this.#lists.compare.querySelector(`[value="${state.compare}"]`).checked = true;
  }

  /** `standard`: what it says where nothing is chosen. */
  #fill(id, values, value = "", standard) {
    once(id, [values, value, standard], () => {
      const options = values.map((text) => new Option(text, text, false, text === value));
      if (standard) options.unshift(new Option(standard, "", false, !value));
      this.#lists[id].replaceChildren(...options);
    });
  }
}
