import { outlines } from "./outlines.js";

const markup = `<div class="paper"><canvas></canvas><svg aria-hidden="true"></svg></div><span part="badge" hidden></span>`;

/** One picture in the window: a frame with its layers, and what answers the mouse above it. */
export class Sheet {
  #paper;
  #canvas;
  #marks;
  #badge;

  constructor(host) {
    this.host = host;
    host.innerHTML = markup;
    this.#paper = host.querySelector(".paper");
    this.#canvas = host.querySelector("canvas");
    this.#canvas.setAttribute("part", "picture");
    this.#marks = host.querySelector("svg");
    this.#badge = host.querySelector("span");
  }

  set isShown(isShown) {
    this.host.hidden = !isShown;
  }

  set isBusy(isBusy) {
    this.#canvas.ariaBusy = String(isBusy);
  }

  /** Its accessible name; none where it is not there for itself. */
  set name(name) {
    this.#canvas.role = name ? "img" : "presentation";
    this.#canvas.ariaLabel = name;
  }

  /** What is said of it in its corner. */
  set badge(text) {
    this.#badge.textContent = text;
    this.#badge.hidden = !text;
  }

  get badge() {
    return this.#badge.textContent;
  }

  /** `layers`: { bitmap, opacity } from the lowest to the uppermost. `against`: layers of another picture of the same frame, from
   * which the difference is shown. */
  draw(frame, layers, against) {
    this.#resize(frame);
    const context = this.#canvas.getContext("2d");
    layOver(context, frame, layers);
    if (!against) return;
    const other = new OffscreenCanvas(frame.width, frame.height);
    layOver(other.getContext("2d"), frame, against);
    context.globalCompositeOperation = "difference";
    context.drawImage(other, 0, 0);
    context.globalCompositeOperation = "source-over";
  }

  #resize({ width, height }) {
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    Object.assign(this.#canvas, { width, height });
    this.#marks.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const side of [this.#paper, this.#marks]) Object.assign(side.style, { width: `${width}px`, height: `${height}px` });
  }

  place(matrix, scale) {
    this.#paper.style.transform = matrix;
    this.#canvas.style.imageRendering = scale > 2 ? "pixelated" : "auto";
  }

  /** Outlines of detections, `kind`s: "hovered", "selected". */
  mark(marks) {
    const shapes = marks.flatMap(([kind, detection]) => ["under", kind].flatMap((name) => shapesOf(detection, name)));
    this.#marks.replaceChildren(...shapes);
  }
}

function layOver(context, frame, layers) {
  context.globalAlpha = 1;
  context.drawImage(frame, 0, 0);
  for (const { bitmap, opacity } of layers) {
    context.globalAlpha = opacity;
    context.drawImage(bitmap, 0, 0);
  }
  context.globalAlpha = 1;
}

function shapesOf(detection, name) {
  const { closed, open, points } = outlines(detection);
  const text = (line) => line.map(([x, y]) => `${x},${y}`).join(" ");
  return [
    ...closed.map((line) => shape("polygon", name, { points: text(line) })),
    ...open.map((line) => shape("polyline", name, { points: text(line) })),
    ...points.map(([x, y]) => shape("circle", name, { cx: x, cy: y, r: 4 })),
  ];
}

function shape(kind, name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
  made.setAttribute("class", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
