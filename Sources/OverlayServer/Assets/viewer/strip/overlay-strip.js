// <overlay-strip>: all frames of a timeline side by side, with thumbnails and lines of what stages found, to move along.
//
// Attributes: timeline, frame. Properties: service, frames ([{ frame, timestamp }]), columns (of a summary).
// Events: select ({ frame }) while a person moves.
import { Service } from "../api/service.js";

const markup = `
  <section aria-label="Frame strip">
    <div part="thumbnails"></div>
    <canvas part="lines" height="56"></canvas>
    <small part="legend"><span class="kept">detections</span> <span class="dropped">dropped</span></small>
    <input part="slider" type="range" aria-label="Frame" min="0" step="1">
  </section>`;
const rules = `
  :host { display: block; color: inherit; font: inherit; user-select: none; }
  section { display: grid; gap: 4px; position: relative; }
  div { display: flex; height: 54px; overflow: hidden; background: var(--overlay-strip-background, #8881); border-radius: 4px; }
  div canvas { height: 54px; width: 96px; flex: none; object-fit: cover; }
  section > canvas { width: 100%; height: 56px; touch-action: none; cursor: pointer; border-radius: 4px;
    background: var(--overlay-strip-background, #8881); }
  small { position: absolute; right: 8px; top: 62px; font-size: 11px; pointer-events: none; }
  .kept { color: light-dark(#005a8d, #56b4e9); } .dropped { color: light-dark(#8a4f00, #e69f00); }
  input { width: 100%; margin: 0; accent-color: var(--overlay-accent, #56b4e9); }`;

const thumbnailWidth = 96;

export class OverlayStrip extends HTMLElement {
  static observedAttributes = ["timeline", "frame"];

  service = new Service();
  #frames = [];
  #columns;
  #parts;
  #controller = new AbortController();
  #thumbnails = new Map();

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = markup;
    const [thumbnails, lines, slider] = ["div", "section > canvas", "input"].map((name) => root.querySelector(name));
    this.#parts = { thumbnails, lines, slider };
    slider.addEventListener("input", () => this.#select(Number(slider.value)));
    for (const part of [lines, thumbnails]) this.#followPointer(part);
    new ResizeObserver(() => this.#lay()).observe(this);
  }

  get frames() {
    return this.#frames;
  }

  set frames(frames) {
    this.#frames = frames;
    this.#parts.slider.max = Math.max(frames.length - 1, 0);
    this.#lay();
  }

  set columns(columns) {
    this.#columns = columns;
    this.#draw();
  }

  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    if (name === "timeline") this.#thumbnails.clear();
    this.#mark();
  }

  /** Where the frame of that number is in the list. */
  #index(number) {
    const index = this.#frames.findIndex(({ frame }) => frame >= number);
    return index < 0 ? this.#frames.length - 1 : index;
  }

  #select(index) {
    const found = this.#frames[Math.min(Math.max(index, 0), this.#frames.length - 1)];
    if (found) this.dispatchEvent(new CustomEvent("select", { detail: { frame: found.frame }, bubbles: true }));
  }

  /** A press anywhere moves there, and dragging shows each frame on the way. */
  #followPointer(part) {
    const move = (event) => {
      const { left, width } = part.getBoundingClientRect();
      this.#select(Math.floor(((event.clientX - left) / width) * this.#frames.length));
    };
    part.addEventListener("pointerdown", (event) => {
      part.setPointerCapture(event.pointerId);
      move(event);
    });
    part.addEventListener("pointermove", (event) => {
      if (part.hasPointerCapture(event.pointerId)) move(event);
    });
  }

  #mark() {
    const { slider } = this.#parts;
    const index = this.#index(Number(this.getAttribute("frame") ?? 0));
    const entry = this.#frames[index];
    slider.value = Math.max(index, 0);
    if (entry) {
      const time = entry.timestamp === undefined ? "" : `, ${entry.timestamp.toFixed(2)} s`;
      slider.ariaValueText = `frame ${entry.frame} of ${this.#frames.length}${time}`;
    }
    this.#draw();
  }

  /** As many thumbnails as there is room for, evenly chosen. */
  #lay() {
    const { thumbnails } = this.#parts;
    this.#controller.abort();
    this.#controller = new AbortController();
    const room = Math.max(Math.floor(this.clientWidth / thumbnailWidth), 1);
    const count = Math.min(room, this.#frames.length);
    const chosen = Array.from({ length: count }, (_, place) => this.#frames[Math.floor((place * this.#frames.length) / count)]);
    thumbnails.replaceChildren(...chosen.map(() => document.createElement("canvas")));
    [...thumbnails.children].forEach((canvas, place) => {
      canvas.style.width = `${100 / count}%`;
      this.#thumbnail(chosen[place].frame, canvas, this.#controller.signal);
    });
    this.#mark();
  }

  async #thumbnail(frame, canvas, signal) {
    const name = frame;
    try {
      const picture =
        this.#thumbnails.get(name) ?? (await this.service.thumbnail(this.getAttribute("timeline"), frame, signal));
      this.#thumbnails.set(name, picture);
      [canvas.width, canvas.height] = [picture.width, picture.height];
      canvas.getContext("2d").drawImage(picture, 0, 0);
    } catch {
      canvas.width = 0; // A frame that cannot be had is told of where it is looked at.
    }
  }

  #draw() {
    const { lines } = this.#parts;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(this.clientWidth * ratio), Math.round(56 * ratio)];
    if (!width || !this.#frames.length) return;
    [lines.width, lines.height] = [width, height];
    const context = lines.getContext("2d");
    if (this.#columns) {
      this.#line(context, "kept", 1.5 * ratio);
      this.#line(context, "dropped", ratio);
    }
    const place = (this.#index(Number(this.getAttribute("frame") ?? 0)) + 0.5) / this.#frames.length;
    context.fillStyle = getComputedStyle(this).color;
    context.fillRect(Math.round(place * width - ratio), 0, Math.round(2 * ratio), height);
  }

  #line(context, column, thickness) {
    const { frame: numbers, [column]: values } = this.#columns;
    const { width, height } = context.canvas;
    const most = Math.max(...this.#columns.kept, ...this.#columns.dropped, 1);
    const first = this.#frames[0].frame;
    const span = this.#frames.at(-1).frame - first + 1;
    context.strokeStyle = getComputedStyle(this.shadowRoot.querySelector(`.${column}`)).color;
    context.lineWidth = thickness;
    context.beginPath();
    numbers.forEach((number, index) => {
      const x = ((number - first + 0.5) / span) * width;
      const y = height - 4 - (values[index] / most) * (height - 8);
      if (index) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.stroke();
  }
}
