// <overlay-strip>: the frames of a timeline side by side, thumbnails and lines of what a stage found, to move along.
//
// Attributes
//   timeline, frame
//   job, stages      as of <overlay-stage>; the lines are of the uppermost
//   drawing-style    as of <overlay-stage>: what it hides is not counted
//   compare-job, compare-stages    as of <overlay-stage>: what differs from there is shown in bars, where either is given
//   differences      as of <overlay-stage>: the kinds that count
//   range            "120-239": the numbers of the first and last frame that are seen; all where it is not given
//   orientation      EXIF's number, as <overlay-stage> tells it: turns the thumbnails
//   growing          where more frames are to come
// Properties: token, service    as of <overlay-stage>; thumbnail(frame, signal) gives a frame's picture
// Events
//   load             frames and counts are there
//   framechange      { frame }: a person moves there
//   dragstart, dragend
//   rangechange      { range }: the attribute as it is now
//   problem          { problem }; reload() tries again
import { Service } from "../api/service.js";
import { FrameIndex, placeText } from "../state/frame-index.js";
import { filterIn, filterQuery, isOpen } from "../state/filter.js";
import { wordsIn } from "../state/query.js";
import { Differences, wishOf } from "./differences.js";
import { drawLines } from "./lines.js";
import { containing, shifted, whole, zoomed } from "./range.js";
import { styles } from "./styles.js";
import { Thumbnails } from "./thumbnails.js";
import { turned } from "./turned.js";

const markup = `
  <section aria-label="Frame strip">
    <div id="track"><div id="thumbnails" part="thumbnails"></div>
      <canvas id="bars" part="bars" role="img" hidden></canvas><canvas id="lines" part="lines"></canvas></div>
    <div id="below">
      <button type="button" id="in" aria-label="Fewer frames" title="Fewer frames">+</button>
      <button type="button" id="out" aria-label="More frames" title="More frames">−</button>
      <input id="slider" part="slider" type="range" aria-label="Frame" min="0" step="1">
      <small><i id="kept"></i>detections</small> <small><i id="dropped"></i>dropped</small>
      <small><i id="confidence"></i>mean confidence</small> <small><i id="missing"></i>not reported</small>
      <small id="more" hidden>● more is coming</small>
    </div>
    <div id="kinds" part="kinds" hidden></div>
    <div id="preview" part="preview" hidden><canvas></canvas><span></span><small></small></div>
  </section>`;

const thumbnailWidth = 96;
const linesHeight = 56;
const barsHeight = 40;
const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: -100, PageDown: 100, Home: -Infinity, End: Infinity };

export class OverlayStrip extends HTMLElement {
  static observedAttributes = [
    "timeline", "frame", "job", "stages", "drawing-style", "compare-job", "compare-stages", "differences", "range", "orientation", "growing",
  ];

  service = new Service();
  #frames = new FrameIndex();
  #summary;
  #range = whole(0);
  /** How many frames there were when the range was last set. */
  #count = 0;
  #parts;
  #thumbnails;
  #differences;
  #pointed = new AbortController();
  #isUpdating = false;
  #laid = "";
  /** Of the element, and of its lines: asking on every frame would have the browser lay the page out each time. */
  #width = 0;
  #colors;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles];
    root.innerHTML = markup;
    const ids = ["track", "thumbnails", "bars", "lines", "slider", "in", "out", "more", "kinds", "preview"];
    this.#parts = Object.fromEntries(ids.map((id) => [id, root.getElementById(id)]));
    this.#thumbnails = new Thumbnails(this.#parts.thumbnails);
    this.#differences = new Differences(this.#parts.bars, this.#parts.kinds);
    this.#listen();
    new ResizeObserver(([{ contentRect }]) => {
      this.#width = contentRect.width;
      this.#lay();
    }).observe(this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#colors = undefined;
      this.#mark();
    });
  }

  set token(token) {
    this.service = new Service({ token });
  }

  get frame() {
    return Number(this.getAttribute("frame") ?? 0);
  }

  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    if (name === "timeline") {
      [this.#frames, this.#summary, this.#range] = [new FrameIndex(), undefined, whole(0)];
      this.#differences.wish = undefined;
      this.#thumbnails.forget();
    }
    if (name === "orientation") this.#thumbnails.forget();
    if (name === "frame") return this.#follow();
    if (name === "differences") {
      this.#differences.chosen = value === null ? undefined : wordsIn(value);
      return this.#mark();
    }
    if (name === "range") this.#readRange();
    if (name === "growing") this.#parts.more.hidden = value === null;
    this.#updateSoon();
  }

  /** Shows frames that have come, and counts as they are now; what a person looks at stays where it is. */
  reload() {
    this.#updateSoon();
  }

  // What there is.

  #updateSoon() {
    if (this.#isUpdating) return;
    this.#isUpdating = true;
    queueMicrotask(() => {
      this.#isUpdating = false;
      this.#update();
    });
  }

  async #update() {
    const [timeline, job, stage] = [this.getAttribute("timeline"), this.getAttribute("job"), wordsIn(this.getAttribute("stages")).at(-1)];
    if (!timeline) return;
    const style = this.getAttribute("drawing-style") ?? "";
    const wished = this.#wished;
    const isWanted = () => wished === this.#wished;
    try {
      const isAll = this.#range.end - this.#range.first === this.#count;
      const frames = await this.service.frames(timeline);
      if (!isWanted()) return;
      this.#frames = frames;
      this.#count = frames.length;
      if (isAll) this.#range = whole(frames.length);
      if (this.hasAttribute("range")) this.#readRange();
      this.#lay();
      const hasCounts = job && stage && isOpen(filterIn(style));
      const summary = hasCounts ? await this.service.summary({ timeline, job, stage }, filterQuery(style)) : undefined;
      if (!isWanted()) return;
      if (summary) frames.learnTimes(summary);
      this.#summary = summary;
      this.#follow();
      const wish = wishOf(this);
      this.#differences.wish = wish;
      this.#mark();
      const comparison = wish && (await this.service.comparison(wish.address, wish.query));
      if (!isWanted()) return;
      this.#differences.comparison = comparison;
      this.#mark();
      this.dispatchEvent(new CustomEvent("load"));
    } catch (problem) {
      if (isWanted()) this.dispatchEvent(new CustomEvent("problem", { detail: { problem } }));
    }
  }

  /** All that counts depend on. */
  get #wished() {
    const names = ["timeline", "job", "stages", "drawing-style", "compare-job", "compare-stages"];
    return JSON.stringify(names.map((name) => this.getAttribute(name)));
  }

  // What is seen of it.

  #readRange() {
    const match = /^(\d+)-(\d+)$/.exec(this.getAttribute("range") ?? "");
    if (!this.#frames.length) return;
    const found = match && { first: this.#frames.indexOf(Number(match[1])), end: this.#frames.indexOf(Number(match[2])) + 1 };
    this.#range = found && found.end > found.first ? zoomed(found, 1, 0.5, this.#frames.length) : whole(this.#frames.length);
  }

  #see(range) {
    if (range.first === this.#range.first && range.end === this.#range.end) return;
    this.#range = range;
    const isAll = range.end - range.first >= this.#frames.length;
    const text = isAll ? undefined : `${this.#frames.at(range.first).frame}-${this.#frames.at(range.end - 1).frame}`;
    if (text) this.setAttribute("range", text);
    else this.removeAttribute("range");
    this.dispatchEvent(new CustomEvent("rangechange", { detail: { range: text } }));
    this.#lay();
  }

  #zoom(factor, share) {
    this.#see(zoomed(this.#range, factor, share, this.#frames.length));
  }

  /** The frame that is looked at is always seen. */
  #follow() {
    if (!this.#frames.length) return;
    this.#see(containing(this.#range, this.#frames.indexOf(this.frame), this.#frames.length));
    this.#mark();
  }

  #lay() {
    if (!this.#frames.length || !this.#width) return;
    const name = JSON.stringify([this.#range, this.#width, this.getAttribute("timeline"), this.getAttribute("orientation")]);
    if (name !== this.#laid) {
      this.#laid = name;
      this.#thumbnails.lay(this.#frames, this.#range, this.#loadThumbnail, Math.floor(this.#width / thumbnailWidth));
    }
    this.#parts.in.disabled = this.#range.end - this.#range.first <= 10;
    this.#parts.out.disabled = this.#range.end - this.#range.first >= this.#frames.length;
    this.#mark();
  }

  /** A frame's thumbnail, held as the frames are. */
  thumbnail(frame, signal) {
    return this.#loadThumbnail(frame, signal);
  }

  #loadThumbnail = async (frame, signal) => {
    const picture = await this.service.thumbnail(this.getAttribute("timeline"), frame, signal);
    return turned(picture, Number(this.getAttribute("orientation") ?? 1));
  };

  #mark() {
    if (!this.#frames.length) return;
    const { slider, bars, lines } = this.#parts;
    slider.min = this.#frames.first.frame;
    slider.max = this.#frames.last.frame;
    slider.value = this.frame;
    slider.ariaValueText = [placeText(this.#frames, this.frame), this.#differences.text(this.frame)].filter(Boolean).join(": ");
    if (!this.#width) return;
    const ratio = devicePixelRatio;
    this.#colors ??= this.#readColors();
    const shared = { frames: this.#frames, range: this.#range, place: this.#frames.indexOf(this.frame), ratio };
    this.#resize(lines, linesHeight);
    drawLines(lines, { ...shared, summary: this.#summary, colors: this.#colors });
    this.#resize(bars, barsHeight);
    this.#differences.draw(shared);
  }

  #resize(canvas, tall) {
    const [width, height] = [this.#width, tall].map((length) => Math.round(length * devicePixelRatio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  }

  #readColors() {
    const color = (element) => getComputedStyle(element).color;
    const ofLines = ["kept", "dropped", "confidence", "missing"].map((id) => [id, color(this.shadowRoot.getElementById(id))]);
    return { ...Object.fromEntries(ofLines), head: color(this) };
  }

  // What a person does.

  #listen() {
    const { track, slider, in: zoomIn, out } = this.#parts;
    slider.addEventListener("input", () => this.#go(this.#frames.indexOf(Number(slider.value))));
    slider.addEventListener("keydown", (event) => {
      if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.#go(this.#frames.indexOf(this.frame) + steps[event.key] * (event.shiftKey ? 10 : 1));
    });
    zoomIn.addEventListener("click", () => this.#zoom(0.5, this.#share));
    out.addEventListener("click", () => this.#zoom(2, this.#share));
    track.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    track.addEventListener("pointerdown", (event) => {
      track.setPointerCapture(event.pointerId);
      this.dispatchEvent(new CustomEvent("dragstart"));
      this.#go(this.#placeAt(event));
    });
    track.addEventListener("pointermove", (event) => {
      this.#preview(event);
      if (track.hasPointerCapture(event.pointerId)) this.#go(this.#placeAt(event));
    });
    track.addEventListener("lostpointercapture", () => this.dispatchEvent(new CustomEvent("dragend")));
    track.addEventListener("pointerleave", () => this.#hidePreview());
  }

  /** Where the frame that is looked at stands in what is seen. */
  get #share() {
    return (this.#frames.indexOf(this.frame) - this.#range.first) / (this.#range.end - this.#range.first);
  }

  #placeAt({ clientX }) {
    const { left, width } = this.#parts.track.getBoundingClientRect();
    const place = this.#range.first + Math.floor(((clientX - left) / width) * (this.#range.end - this.#range.first));
    return Math.min(Math.max(place, this.#range.first), this.#range.end - 1);
  }

  /** The wheel moves; with the control key it zooms, sideways it shifts what is seen. */
  #wheel(event) {
    event.preventDefault();
    const { left, width } = this.#parts.track.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) return this.#zoom(2 ** (event.deltaY / 240), (event.clientX - left) / width);
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const places = Math.round((event.deltaX / width) * (this.#range.end - this.#range.first));
      return this.#see(shifted(this.#range, places, this.#frames.length));
    }
    this.#go(this.#frames.indexOf(this.frame) + Math.sign(event.deltaY));
  }

  #go(place) {
    const found = this.#frames.at(Math.min(Math.max(place, 0), this.#frames.length - 1));
    if (found && found.frame !== this.frame) this.dispatchEvent(new CustomEvent("framechange", { detail: { frame: found.frame } }));
    else if (found) this.#mark();
  }

  /** The frame under the pointer, with its number and time. */
  #preview(event) {
    const { preview, track } = this.#parts;
    if (!this.#frames.length) return;
    const { frame } = this.#frames.at(this.#placeAt(event));
    const { left, width } = track.getBoundingClientRect();
    preview.hidden = false;
    const room = width - preview.offsetWidth;
    preview.style.translate = `${Math.min(Math.max(event.clientX - left - preview.offsetWidth / 2, 0), room)}px`;
    const [canvas, text, difference] = preview.children;
    difference.textContent = this.#differences.text(frame);
    if (text.textContent === placeText(this.#frames, frame)) return;
    text.textContent = placeText(this.#frames, frame);
    this.#pointed.abort();
    this.#pointed = new AbortController();
    this.#thumbnails.draw(frame, canvas, this.#loadThumbnail, this.#pointed.signal);
  }

  #hidePreview() {
    this.#pointed.abort();
    this.#parts.preview.hidden = true;
    this.#parts.preview.children[1].textContent = "";
  }
}
