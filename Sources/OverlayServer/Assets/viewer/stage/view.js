import { isAside, turn } from "../state/turn.js";

// How a picture lies in the window: fitted into it, or at a scale around a point of the picture.

const largest = 64;

export class View {
  /** Scale and center ({ scale, x, y }, in pixels of the turned picture); undefined where it is fitted. */
  zoom;
  #window = { width: 1, height: 1 };
  #stored = { width: 1, height: 1 };
  #orientation = 1;

  /** Tells whether the picture has another size than before. */
  setPicture(width, height, orientation) {
    const isOther = width !== this.#stored.width || height !== this.#stored.height || orientation !== this.#orientation;
    this.#stored = { width, height };
    this.#orientation = orientation;
    return isOther;
  }

  setWindow(width, height) {
    this.#window = { width: Math.max(width, 1), height: Math.max(height, 1) };
  }

  get scale() {
    return this.zoom?.scale ?? this.#fit;
  }

  /** From stored pixels to the window's. */
  get matrix() {
    const { scale } = this;
    const { x, y } = this.zoom ?? this.#middle;
    return new DOMMatrix()
      .translate(this.#window.width / 2 - x * scale, this.#window.height / 2 - y * scale)
      .scale(scale)
      .multiply(new DOMMatrix(turn(this.#orientation, this.#stored.width, this.#stored.height)));
  }

  /** The stored pixel under a point of the window. */
  stored(x, y) {
    const point = this.matrix.inverse().transformPoint({ x, y });
    return { x: point.x, y: point.y };
  }

  fit() {
    this.zoom = undefined;
  }

  /** Keeps what is under the point of the window where it is. */
  zoomTo(scale, x = this.#window.width / 2, y = this.#window.height / 2) {
    const { x: centerX, y: centerY } = this.zoom ?? this.#middle;
    const [offsetX, offsetY] = [x - this.#window.width / 2, y - this.#window.height / 2];
    const now = this.scale;
    const next = Math.min(Math.max(scale, Math.min(this.#fit, 1) / 2), largest);
    this.zoom = this.#bounded(next, centerX + offsetX / now - offsetX / next, centerY + offsetY / now - offsetY / next);
  }

  pan(x, y) {
    const { scale } = this;
    const center = this.zoom ?? this.#middle;
    this.zoom = this.#bounded(scale, center.x - x / scale, center.y - y / scale);
  }

  /** The picture never leaves the window. */
  #bounded(scale, x, y) {
    const { width, height } = this.#turned;
    return { scale, x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) };
  }

  get #turned() {
    const { width, height } = this.#stored;
    return isAside(this.#orientation) ? { width: height, height: width } : { width, height };
  }

  get #fit() {
    return Math.min(this.#window.width / this.#turned.width, this.#window.height / this.#turned.height);
  }

  get #middle() {
    return { x: this.#turned.width / 2, y: this.#turned.height / 2 };
  }
}
