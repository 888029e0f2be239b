import { orientation } from "./orientation.js";
import { request } from "./problem.js";

/** A picture as the server stored it, since detectors and overlays know no EXIF orientation, and what that orientation is. */
export async function load(url, options) {
  const response = await request(url, options);
  const bytes = await response.arrayBuffer();
  const blob = new Blob([bytes], { type: response.headers.get("Content-Type") ?? "" });
  const bitmap = await createImageBitmap(blob, { imageOrientation: "none" });
  return { bitmap, orientation: orientation(bytes) };
}
