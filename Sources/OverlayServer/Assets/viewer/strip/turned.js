import { isAside, turn } from "../state/turn.js";

/** Thumbnails are stored pixels, as frames are; both are turned alike. */
export function turned(picture, orientation) {
  if (!(orientation > 1)) return picture;
  const { width, height } = picture;
  const canvas = isAside(orientation) ? new OffscreenCanvas(height, width) : new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.setTransform(...turn(orientation, width, height));
  context.drawImage(picture, 0, 0);
  return canvas;
}
