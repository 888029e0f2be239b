import { fieldsIn, wordsIn } from "./query.js";

// Which detections a person wants to see. The server draws by the same fields.
const names = ["min_confidence", "classes", "tracks"];

/** The part of a style's query that chooses detections. */
export function filterQuery(style) {
  const fields = fieldsIn(style);
  return names.filter((name) => name in fields).map((name) => `${name}=${fields[name]}`).join("&");
}

export function filterIn(style) {
  const { min_confidence, classes, tracks } = fieldsIn(style);
  return {
    min_confidence: Number(min_confidence ?? 0),
    classes: classes === undefined ? undefined : wordsIn(classes),
    tracks: tracks === undefined ? undefined : wordsIn(tracks),
  };
}

/** Whether anything can meet the filter; the server takes no empty lists. */
export function isOpen({ classes, tracks }) {
  return classes?.length !== 0 && tracks?.length !== 0;
}

/** What the server hides, the viewer neither lists nor points at. */
export function isShown(detection, { min_confidence, classes, tracks }) {
  if (detection.confidence < min_confidence) return false;
  const names = [detection.label, detection.class_id].filter((name) => name !== undefined).map(String);
  if (classes && !names.some((name) => classes.includes(name))) return false;
  return !tracks || (detection.track_id !== undefined && tracks.includes(String(detection.track_id)));
}

/** The style without what chooses by `name`. */
export function without(style, name) {
  const { [name]: _, ...rest } = fieldsIn(style);
  return Object.entries(rest).map(([field, text]) => `${field}=${text}`).join("&");
}

