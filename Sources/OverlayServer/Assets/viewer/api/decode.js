import { findOrientation, upright } from "./orientation.js";
import { request } from "./problem.js";

/** Where EXIF is, if there is any. */
const headBytes = 65536;

/**
 * { bitmap, orientation }: a picture as the server stored it, since detectors and overlays know no EXIF orientation, and what that
 * orientation is where `isTurned` says that the picture may have one.
 */
export async function load(url, { isTurned = false, ...options }) {
  const response = await request(url, options);
  // Kept by the browser as a whole: through the script's own memory it would be copied twice.
  const blob = await response.blob();
  const head = isTurned ? blob.slice(0, headBytes).arrayBuffer() : undefined;
  const [bitmap, bytes] = await Promise.all([createImageBitmap(blob), head]);
  const found = bytes && findOrientation(bytes);
  if (!found || found.value === 1) return { bitmap, orientation: 1 };
  // Browsers turn what they decode, and none can be told not to: imageOrientation "none" means the same as "from-image".
  bitmap.close();
  const stored = new Blob([upright(bytes, found), blob.slice(bytes.byteLength)], { type: blob.type });
  return { bitmap: await createImageBitmap(stored), orientation: found.value };
}
