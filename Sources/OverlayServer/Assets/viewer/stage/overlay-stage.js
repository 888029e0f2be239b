// <overlay-stage>: one frame with what stages saw on it. All pixels are the server's: the frame, and transparent pictures of
// each stage, laid over each other here.
//
// Attributes
//   timeline, job, frame
//   stages           names, encoded and divided by commas, from the lowest layer to the uppermost
//   drawing-style    fields of a style as a query ("min_confidence=0.5&classes=person")
//   shows            "kept" (so where it is not given), "dropped", "kept dropped" or ""
//   compare          "marks" (what the server finds to differ), "swipe", "side", "difference" (of pixels) or "blink": with compare-job and
//                    compare-stages, each as above where not given
//   differences      of marks: the kinds that are shown, as "added,lost"; all where not given
//   zoom             "scale,x,y" around a pixel of the frame; fitted where not given
// Properties
//   token            a function that gives the bearer token
//   service          a Service, to share what it knows with other elements
//   opacities        a Map by stage, 0…1
//   selection        { stage, track } or { stage, path } of the detection that is pinned
// Events
//   framechange      { frame, orientation }: that frame and all its layers are shown
//   detections       { frame, found }: a Map of answers by stage, once a frame stays for a moment
//   select           { selection, detection }: a person pins a detection, or lets go
//   hover            { stage, path } or null
//   zoomchange       { zoom }: the attribute as it is now
//   problem          { problem }; reload() tries again
import { Service } from "../api/service.js";
import { wordsIn } from "../state/query.js";
import { fields } from "./fields.js";
import { PictureLoader } from "./picture-loader.js";
import { followPointer } from "./pointer.js";
import { isSelected } from "./selection.js";
import { Sheet } from "./sheet.js";
import { styles } from "./styles.js";
import { Targets } from "./targets.js";
import { badges, countTexts, isOne, names } from "./titles.js";
import { View } from "./view.js";
import { isLayer, picturesOf, wishOf } from "./wish.js";

const markup = `
  <div id="window">
    <div class="sheet" id="first"></div>
    <div class="sheet" id="second"></div>
    <div id="line"></div>
    <span id="loading" hidden>loading…</span>
    <dl part="card" hidden></dl>
  </div>
  <input id="swipe" type="range" min="0" max="1" step="0.01" value="0.5" aria-label="Swipe" hidden>`;

const restMilliseconds = 90;
const loadingMilliseconds = 150;
const aheadCount = 8;

export class OverlayStage extends HTMLElement {
  static observedAttributes = [
    "timeline", "job", "stages", "frame", "drawing-style", "shows", "compare", "compare-job", "compare-stages", "differences",
    "zoom",
  ];

  service = new Service();
  opacities = new Map();
  #view = new View();
  /** Of the element: asking for it on every frame would have the browser lay the page out each time. */
  #size = { width: 1, height: 1 };
  #loader = new PictureLoader();
  #sheets;
  #parts;
  /** The oldest wish that is under way, so that something is shown while wishes come, and the newest. */
  #wishes = [];
  #shown;
  #frames;
  /** Nothing until a frame has stayed for a moment. */
  #targets;
  #hovered;
  #pointer; // Where it rests on the window.
  #selection;
  #step = 1;
  #isUpdating = false;
  #rest;
  #slow;
  #finding = new AbortController();

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles];
    root.innerHTML = markup;
    this.#parts = Object.fromEntries(["window", "line", "loading", "swipe"].map((id) => [id, root.getElementById(id)]));
    this.#parts.card = root.querySelector("dl");
    this.#sheets = ["first", "second"].map((id) => new Sheet(root.getElementById(id)));
    this.#sheets[0].isBusy = true;
    followPointer(this.#parts.window, this.#parts.line, {
      point: (x, y) => {
        this.#pointer = x === undefined ? undefined : { x, y };
        this.#point(x, y);
      },
      pin: (x, y) => this.#pin(this.#under(x, y)),
      pan: (x, y) => this.#changeView((view) => view.pan(x, y)),
      zoom: (factor, x, y) => this.#changeView((view) => view.zoomTo(view.scale * factor, this.#inSheet(x), y)),
      swipe: (share) => this.#swipe(share),
    });
    this.#parts.swipe.addEventListener("input", () => this.#swipe(Number(this.#parts.swipe.value)));
    new ResizeObserver(([{ contentRect }]) => {
      this.#size = contentRect;
      this.#place();
    }).observe(this);
  }

  set token(token) {
    this.service = new Service({ token });
  }

  get frame() {
    return Number(this.getAttribute("frame") ?? 0);
  }

  get stages() {
    return wordsIn(this.getAttribute("stages"));
  }

  get selection() {
    return this.#selection;
  }

  set selection(selection) {
    this.#selection = selection;
    this.#mark();
  }

  /** Bytes that decoded pictures take. */
  get pictureBytes() {
    return this.#loader.pictures.byteCount;
  }

  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    if (name === "zoom") return this.#readZoom(value);
    if (name === "timeline") this.#frames = undefined;
    if (name === "frame") this.#step = Number(value) < Number(old) ? -1 : 1;
    this.#updateSoon();
  }

  fit() {
    this.#changeView((view) => view.fit());
  }

  /** One pixel of the frame for one of the screen. */
  actualPixels() {
    this.#changeView((view) => view.zoomTo(1 / devicePixelRatio));
  }

  zoomBy(factor) {
    this.#changeView((view) => view.zoomTo(view.scale * factor));
  }

  /** Shows the other one of two pictures that are compared. */
  blink() {
    if (this.getAttribute("compare") !== "blink") return;
    this.#sheets[1].isShown = this.#sheets[1].host.hidden;
  }

  /** Outlines a detection of this frame, as if it were pointed at; nothing for none. */
  highlight(hovered) {
    this.#hovered = hovered;
    this.#mark();
  }

  /** Lays the pictures over each other anew, without a request. */
  compose() {
    if (this.#shown) this.#draw();
  }

  /** Asks anew for what it could not have, or for what rows have changed; what is shown stays until that is there. */
  reload({ rows = true, frames = false } = {}) {
    if (frames) this.#frames = undefined;
    this.#loader.forget((name) => (rows && isLayer(name)) || frames);
    this.#wishes = [];
    this.#updateSoon();
  }

  // What is wished for, and shown.

  #updateSoon() {
    if (this.#isUpdating) return;
    this.#isUpdating = true;
    queueMicrotask(() => {
      this.#isUpdating = false;
      this.#update();
    });
  }

  #update() {
    const wish = wishOf(this);
    const newest = this.#wishes.at(-1) ?? this.#shown;
    if (!wish || (newest?.name === wish.name && this.#wishes.length)) return;
    if (this.#wishes[0]?.timeline !== wish.timeline) this.#wishes = [];
    this.#wishes = [...this.#wishes.slice(0, 1), wish];
    this.#finding.abort();
    clearTimeout(this.#rest);
    this.#sheets[0].isBusy = true;
    this.#slow ??= setTimeout(() => (this.#parts.loading.hidden = false), loadingMilliseconds);
    this.#want();
    this.#await(wish);
  }

  #want() {
    const wished = this.#wishes.flatMap((wish) => picturesOf(wish, this.service).all);
    const base = this.#wishes.at(-1) ?? this.#shown;
    const ahead = this.#numbersAhead(base).flatMap((frame) => picturesOf({ ...base, frame }, this.service).all);
    const shown = this.#shown ? picturesOf(this.#shown, this.service).all.map(({ name }) => name) : [];
    const wanted = [...wished, ...ahead.map((one) => ({ ...one, isAhead: true }))];
    this.#loader.pictures.pinned = new Set([...shown, ...wanted.map(({ name }) => name)]);
    this.#loader.want(wanted);
  }

  /** What is probably looked at next, as much as half of the memory holds. */
  #numbersAhead(wish) {
    if (!this.#frames?.length || !this.#shown) return [];
    const { width, height } = this.#shown.picture;
    const bytes = width * height * 4 * picturesOf(wish, this.service).all.length;
    const count = Math.min(aheadCount, Math.floor(this.#loader.pictures.byteLimit / 2 / bytes));
    const index = this.#frames.indexOf(wish.frame);
    const indices = Array.from({ length: count }, (_, place) => index + (place + 1) * this.#step);
    return indices.map((index) => this.#frames.at(index)?.frame).filter((frame) => frame !== undefined);
  }

  /** The frame and all layers, or none of them: never one frame's picture under another's boxes. */
  async #await(wish) {
    const { picture, layers, all } = picturesOf(wish, this.service);
    try {
      await Promise.all(all.map(({ name }) => this.#loader.picture(name)));
      if (!this.#wishes.includes(wish)) return;
      const loaded = ({ name }) => this.#loader.pictures.get(name);
      this.#shown = {
        ...wish,
        picture: loaded(picture).bitmap,
        orientation: loaded(picture).orientation,
        layers: layers.map((side) => side.map((one) => ({ stage: one.stage, bitmap: loaded(one).bitmap }))),
      };
      this.#wishes = this.#wishes.slice(this.#wishes.indexOf(wish) + 1);
      this.#present();
    } catch (problem) {
      if (problem.name === "AbortError" || !this.#wishes.includes(wish)) return;
      this.#wishes = this.#wishes.filter((other) => other !== wish);
      if (!this.#wishes.length) this.#fail(problem);
    }
  }

  #fail(problem) {
    this.#endLoading();
    this.dispatchEvent(new CustomEvent("problem", { detail: { problem } }));
  }

  #endLoading() {
    clearTimeout(this.#slow);
    this.#slow = undefined;
    this.#parts.loading.hidden = true;
  }

  #present() {
    const { picture, orientation, frame, timeline } = this.#shown;
    this.#targets = new Targets([], this.#shown);
    this.#hovered = undefined;
    this.#view.setPicture(picture.width, picture.height, orientation);
    this.#draw();
    this.#place();
    this.#mark();
    this.#point();
    this.#nameSheets();
    if (!this.#wishes.length) {
      this.#endLoading();
      this.#sheets[0].isBusy = false;
    }
    this.dispatchEvent(new CustomEvent("framechange", { detail: { frame, orientation } }));
    this.#want();
    this.#rest = setTimeout(() => this.#find(), restMilliseconds);
    this.service.frames(timeline).then((frames) => {
      const isNew = this.#frames !== frames;
      this.#frames = frames;
      if (isNew) this.#want();
    }, () => {}); // Its own page says so.
  }

  #draw() {
    const { picture, layers } = this.#shown;
    const compare = this.getAttribute("compare");
    const sides = layers.map((side) => side.map(({ stage, bitmap }) => ({ bitmap, opacity: this.opacities.get(stage) ?? 1 })));
    this.#sheets[0].draw(picture, sides[0], compare === "difference" ? sides[1] : undefined);
    const hasSecond = sides.length > 1 && !isOne(compare);
    if (hasSecond) this.#sheets[1].draw(picture, sides[1]);
    this.#sheets[1].isShown = hasSecond && (compare !== "blink" || !this.#sheets[1].host.hidden);
    this.#parts.swipe.hidden = compare !== "swipe";
  }

  async #nameSheets() {
    const shown = this.#shown;
    const compare = this.getAttribute("compare");
    const { first, second } = badges(shown, compare);
    [this.#sheets[0].badge, this.#sheets[1].badge] = [first, second];
    const give = (texts) => {
      const { first, second } = names(shown, texts);
      [this.#sheets[0].name, this.#sheets[1].name] = [first, isOne(compare) ? "" : second];
    };
    give(shown.sides.map(({ stages }) => stages));
    const texts = await countTexts(shown, this.service);
    if (this.#shown === shown) give(texts);
  }

  // What is where.

  /** What stages said of the frame that is shown. */
  async #find() {
    const { timeline, frame, sides: [{ job, stages }] } = this.#shown;
    this.#finding = new AbortController();
    const { signal } = this.#finding;
    try {
      const answers = await Promise.all(
        stages.map((stage) => this.service.detections({ timeline, job, stage }, frame, signal)),
      );
      if (signal.aborted) return;
      const found = new Map(stages.map((stage, index) => [stage, answers[index]]));
      this.#targets = new Targets(found, this.#shown);
      this.#mark();
      // A pointer that rests points at what is there now.
      if (this.#pointer) this.#point(this.#pointer.x, this.#pointer.y);
      this.dispatchEvent(new CustomEvent("detections", { detail: { frame, found } }));
    } catch (problem) {
      if (problem.name !== "AbortError") this.dispatchEvent(new CustomEvent("problem", { detail: { problem } }));
    }
  }

  #under(x, y) {
    if (!this.#shown) return undefined;
    const point = this.#view.stored(this.#inSheet(x), y);
    return this.#targets.under(point.x, point.y, 5 / this.#view.scale);
  }

  /** Side by side, both pictures lie in the window alike. */
  #inSheet(x) {
    return x > this.#sheetWidth ? x - this.#sheetWidth : x;
  }

  get #sheetWidth() {
    return this.getAttribute("compare") === "side" ? this.#size.width / 2 : this.#size.width;
  }

  #point(x, y) {
    const found = x === undefined ? undefined : this.#under(x, y);
    const hovered = found && { stage: found.stage, path: found.detection.path };
    const isOther = hovered?.path !== this.#hovered?.path || hovered?.stage !== this.#hovered?.stage;
    this.#showCard(found, x, y);
    if (!isOther) return;
    this.highlight(hovered);
    this.dispatchEvent(new CustomEvent("hover", { detail: hovered ?? null }));
  }

  #showCard(found, x, y) {
    const { card, window } = this.#parts;
    card.hidden = !found;
    if (!found) return;
    card.replaceChildren(
      ...fields(found.stage, found.detection).flatMap(([name, text]) => [
        Object.assign(document.createElement("dt"), { textContent: name }),
        Object.assign(document.createElement("dd"), { textContent: text }),
      ]),
    );
    const beside = (at, size, room) => (at + 16 + size > room ? Math.max(at - 16 - size, 0) : at + 16);
    const left = beside(x, card.offsetWidth, window.clientWidth);
    card.style.translate = `${left}px ${beside(y, card.offsetHeight, window.clientHeight)}px`;
  }

  #pin(found) {
    const isAgain = found && isSelected(this.#selection, found.stage, found.detection);
    const { stage, detection } = isAgain ? {} : (found ?? {});
    this.#selection = detection && { stage, track: detection.track_id, path: detection.path };
    this.#mark();
    this.dispatchEvent(new CustomEvent("select", { detail: { selection: this.#selection, detection } }));
  }

  #mark() {
    if (!this.#shown) return;
    const isHovered = ({ stage, detection }) => this.#hovered?.stage === stage && this.#hovered.path === detection.path;
    const isPinned = ({ stage, detection }) => isSelected(this.#selection, stage, detection);
    const marked = (kind, meets) => this.#targets.filter(meets).map(({ detection }) => [kind, detection]);
    const marks = [...marked("hovered", (one) => isHovered(one) && !isPinned(one)), ...marked("selected", isPinned)];
    for (const sheet of this.#sheets) sheet.mark(marks);
  }

  // How it lies in the window.

  #readZoom(text) {
    const numbers = (text ?? "").split(",").map(Number);
    const isZoom = numbers.length === 3 && numbers.every(Number.isFinite) && numbers[0] > 0;
    this.#view.zoom = isZoom ? { scale: numbers[0], x: numbers[1], y: numbers[2] } : undefined;
    this.#place();
  }

  #changeView(change) {
    change(this.#view);
    const { zoom } = this.#view;
    const text = zoom && [zoom.scale.toFixed(3), zoom.x.toFixed(1), zoom.y.toFixed(1)].map(Number).join(",");
    if (text) this.setAttribute("zoom", text);
    else this.removeAttribute("zoom");
    this.#place();
    this.dispatchEvent(new CustomEvent("zoomchange", { detail: { zoom: text } }));
  }

  #place() {
    this.#view.setWindow(this.#sheetWidth, this.#size.height);
    for (const sheet of this.#sheets) sheet.place(this.#view.matrix, this.#view.scale);
  }

  #swipe(share) {
    this.#parts.swipe.value = share;
    this.style.setProperty("--swipe", `${share * 100}%`);
  }
}
