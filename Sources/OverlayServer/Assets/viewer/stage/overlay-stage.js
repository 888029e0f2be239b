// <overlay-stage>: one frame with what stages saw on it. All pixels are the server's: the frame, and a transparent picture of
// each stage, laid over each other here.
//
// Attributes: timeline, job, stages (names encoded, divided by commas), frame, and look ("fit" or "actual").
// Properties: service, drawingStyle (fields of a style), opacities (a Map by stage), frames ([{ frame }], to fetch ahead).
// Events: framechange ({ frame }) when a frame and all its layers are shown, problem ({ problem }).
import { Service } from "../api/service.js";
import { Pictures } from "./pictures.js";

const markup = `<canvas part="picture" role="img" aria-busy="true" hidden></canvas>`;
const rules = `
  :host { display: grid; position: relative; overflow: auto; background: var(--overlay-stage-background, #101214); }
  canvas { position: absolute; width: 100%; height: 100%; object-fit: contain; }
  :host([look="actual"]) canvas { position: static; width: auto; height: auto; place-self: center; image-rendering: pixelated; }
  canvas[hidden] { display: none; }`;

export class OverlayStage extends HTMLElement {
  static observedAttributes = ["timeline", "job", "stages", "frame"];

  service = new Service();
  opacities = new Map();
  frames = [];
  /** How many of a stage's detections are on a frame, for the picture's name. */
  count = () => undefined;
  #style = {};
  #pictures = new Pictures();
  #wish;
  #shown;
  #canvas;
  #direction = 1;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = markup;
    this.#canvas = root.querySelector("canvas");
  }

  get frame() {
    return Number(this.getAttribute("frame") ?? 0);
  }

  get stages() {
    return (this.getAttribute("stages") ?? "").split(",").filter(Boolean).map(decodeURIComponent);
  }

  get drawingStyle() {
    return this.#style;
  }

  set drawingStyle(style) {
    this.#style = style;
    this.#show();
  }

  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    if (name === "frame") this.#direction = Number(value) < Number(old) ? -1 : 1;
    this.#show();
  }

  /** Lays the pictures over each other anew, without a request. */
  compose() {
    if (!this.#shown) return;
    const { frame, layers } = this.#shown;
    if (this.#canvas.width !== frame.width || this.#canvas.height !== frame.height) {
      [this.#canvas.width, this.#canvas.height] = [frame.width, frame.height];
    }
    const context = this.#canvas.getContext("2d");
    context.globalAlpha = 1;
    context.drawImage(frame, 0, 0);
    for (const [stage, layer] of layers) {
      context.globalAlpha = this.opacities.get(stage) ?? 1;
      context.drawImage(layer, 0, 0);
    }
  }

  /** The newest wish wins: what an older one still waits for is given up. */
  async #show() {
    await Promise.resolve();
    const wish = { timeline: this.getAttribute("timeline"), job: this.getAttribute("job"), number: this.frame };
    if (!wish.timeline) return;
    Object.assign(wish, { stages: this.stages, style: new URLSearchParams(this.#style).toString() });
    const name = JSON.stringify(wish);
    if (this.#wish?.name === name) return;
    this.#wish?.controller.abort();
    const controller = new AbortController();
    this.#wish = { name, controller };
    this.#canvas.ariaBusy = "true";
    try {
      const pictures = await this.#load(wish, controller.signal);
      if (controller.signal.aborted) return;
      this.#shown = { ...wish, ...pictures };
      this.#present();
      this.#fetchAhead(wish, controller.signal);
    } catch (error) {
      if (error.name === "AbortError" || controller.signal.aborted) return;
      this.#wish = undefined;
      this.dispatchEvent(new CustomEvent("problem", { detail: { problem: error }, bubbles: true }));
    }
  }

  #present() {
    const { timeline, stages, number } = this.#shown;
    this.compose();
    const counts = stages.map((stage) => {
      const count = this.count(stage, number);
      return count === undefined ? stage : `${stage}: ${count} detections`;
    });
    this.#canvas.ariaLabel = [`Frame ${number} of ${timeline}`, ...counts].join(", ");
    this.#canvas.ariaBusy = "false";
    this.#canvas.hidden = false;
    this.dispatchEvent(new CustomEvent("framechange", { detail: { frame: number }, bubbles: true }));
  }

  /** The frame and all layers, or none of them: never one frame's picture under another's boxes. */
  async #load({ timeline, job, stages, number, style }, signal) {
    const frame = this.#picture(`${timeline}\n${number}`, () => this.service.picture(timeline, number, signal));
    const layers = stages.map(async (stage) => {
      const name = [timeline, number, job, stage, style].join("\n");
      return [stage, await this.#picture(name, () => this.service.layer({ timeline, job, stage }, number, style, signal))];
    });
    const [picture, ...drawn] = await Promise.all([frame, ...layers]);
    return { frame: picture, layers: drawn };
  }

  async #picture(name, load) {
    const known = this.#pictures.get(name);
    if (known) return known;
    const picture = await load();
    this.#pictures.keep(name, picture);
    return picture;
  }

  /** What is probably looked at next. */
  async #fetchAhead(wish, signal) {
    const index = this.frames.findIndex(({ frame }) => frame === wish.number);
    for (let step = 1; step <= 3 && index >= 0 && !signal.aborted; step++) {
      const next = this.frames[index + step * this.#direction];
      if (!next) return;
      await this.#load({ ...wish, number: next.frame }, signal).catch(() => {});
    }
  }
}
