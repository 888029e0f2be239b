// What a person looks at, as the address bar has it. Lists are encoded words divided by commas; what is not there is as `standard`.
import { decoded, fieldsIn, queryText, wordsIn, wordsText } from "./query.js";
import { referenceOf, referenceQuery } from "./reference.js";

/** Fields of a style that are handed to the server as they are. */
const styleFields = [
  "preset", "color_by", "box_shape", "layers", "thickness", "font_size", "opacity", "label", "trail_seconds", "arrows", "heat_map", "halo",
  "confidence_bars", "ocr", "hud", "legend", "iou_threshold", "same_iou", "confidence_tolerance",
];
const modes = ["off", "marks", "swipe", "side", "difference", "blink"];
const text = { read: decoded, write: encodeURIComponent };
const words = { read: wordsIn, write: wordsText };
const number = (least, most) => ({
  read: (text) => Math.min(Math.max(Number(text) || 0, least), most),
  write: String,
});
const flag = { read: (text) => text !== "0", write: (value) => (value ? "1" : "0") };
const plain = { read: decoded, write: String };

const fields = {
  timeline: text,
  job: text,
  stages: words,
  frame: { read: (text) => Math.max(Number.parseInt(text, 10) || 0, 0), write: String },
  min_confidence: number(0, 1),
  classes: words,
  tracks: words,
  kept: flag,
  dropped: flag,
  opacities: words,
  compare: plain,
  compare_job: text,
  compare_stages: words,
  differences: words,
  worst: plain,
  selected: words,
  zoom: plain,
  range: plain,
  embed: flag,
  ...Object.fromEntries(styleFields.map((name) => [name, text])),
};

/** `frame`, `stages`: undefined where the address has none. `opacities`: of the stages, in their order.
 * `differences`: the kinds that are shown, all where undefined. `worst`: by what frames are listed. `selected`: stage, track, path. */
export const standard = Object.freeze({
  timeline: "", job: "", stages: undefined, frame: undefined, min_confidence: 0, classes: undefined, tracks: undefined, kept: true,
  dropped: false, opacities: undefined, compare: "off", compare_job: "", compare_stages: undefined, differences: undefined,
  worst: "", selected: undefined, zoom: undefined, range: undefined, embed: false,
});

export function read(search = location.search) {
  const given = fieldsIn(search);
  const state = { ...standard };
  for (const [name, { read }] of Object.entries(fields)) if (name in given) state[name] = read(given[name]);
  if (!modes.includes(state.compare)) state.compare = "off";
  return state;
}

/** What a stage is held against; undefined while nothing is compared, or no stage is there to be. */
export function comparedWith({ job, stages, compare, compare_job: otherJob, compare_stages: otherStages }) {
  return compare === "off" || !stages?.length ? undefined : referenceOf({ job, stages, otherJob, otherStages });
}

/** Whether the uppermost stage is held against another, and not against itself. */
export function isCompared(state) {
  const { job, stages } = state;
  const reference = comparedWith(state);
  return Boolean(reference) && !(reference.job === job && reference.stage === stages.at(-1));
}

export function write(state) {
  const told = Object.entries(fields).filter(([name]) => isTold(state[name], standard[name]));
  return `?${told.map(([name, { write }]) => `${name}=${write(state[name])}`).join("&")}`;
}

/** The style that the server draws by, as a query. */
export function style(state) {
  const { min_confidence, classes, tracks } = state;
  const filter = queryText({ min_confidence: min_confidence || undefined, classes, tracks });
  const rest = styleFields.filter((name) => state[name]).map((name) => `${name}=${encodeURIComponent(state[name])}`);
  return [filter, ...rest].filter(Boolean).join("&");
}

/** The style of the uppermost stage's picture as it is seen: with what was dropped, and with marks where they are. */
export function seenStyle(state) {
  const { job, stages, compare, kept, dropped, differences } = state;
  const ghosts = dropped && `dropped=${kept ? "ghost" : "only"}`;
  const marks = compare === "marks" && referenceQuery({ job, stage: stages.at(-1) }, comparedWith(state));
  return [style(state), ghosts, marks, marks && queryText({ differences })].filter(Boolean).join("&");
}

function isTold(value, standard) {
  return value !== standard && value !== undefined && value !== "";
}
