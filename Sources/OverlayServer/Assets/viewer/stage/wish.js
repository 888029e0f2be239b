import { filterIn, isOpen } from "../state/filter.js";
import { queryText, wordsIn } from "../state/query.js";
import { referenceOf, referenceQuery } from "../state/reference.js";

/**
 * What an <overlay-stage> is asked to show: { timeline, frame, sides: [{ job, stages }], style, shows, marks, name }, of which two
 * sides are compared; `marks`: { differences } where the first is marked with what differs from the other. Undefined while it is not
 * asked for a frame.
 */
export function wishOf(element) {
  const [timeline, job] = [element.getAttribute("timeline"), element.getAttribute("job")];
  if (!timeline || !element.hasAttribute("frame")) return undefined;
  const { stages } = element;
  const sides = [{ job, stages }];
  const compare = element.getAttribute("compare");
  if (compare) {
    const others = element.getAttribute("compare-stages");
    sides.push({ job: element.getAttribute("compare-job") || job, stages: others ? wordsIn(others) : stages });
  }
  const style = element.getAttribute("drawing-style") ?? "";
  const shows = (element.getAttribute("shows") ?? "kept").split(" ");
  const differences = element.hasAttribute("differences") ? wordsIn(element.getAttribute("differences")) : undefined;
  const marks = compare === "marks" ? { differences } : undefined;
  const wish = { timeline, frame: element.frame, sides, style, shows, marks };
  return { ...wish, name: JSON.stringify(wish) };
}

/**
 * The pictures that a wish is made of: the frame's, and of each side the layers from the lowest to the uppermost, what a stage
 * dropped below what it kept; of marks, one side. Each { name, load(signal) }; layers have their { stage }.
 */
export function picturesOf(wish, service) {
  const { timeline, frame, sides, style, shows, marks } = wish;
  const picture = { name: `frame\n${timeline}\n${frame}`, load: (signal) => service.picture(timeline, frame, signal) };
  const isSeen = (kind) => shows.includes(kind) && !(kind === "kept" && marks?.differences?.length === 0);
  const kinds = isOpen(filterIn(style)) ? ["dropped", "kept"].filter(isSeen) : [];
  const layer = (job, stage, place, kind) => {
    const query = [style, kind === "dropped" ? "dropped=only" : marksQuery(wish, place)].filter(Boolean).join("&");
    return {
      stage,
      name: ["layer", timeline, frame, job, stage, query].join("\n"),
      load: (signal) => service.layer({ timeline, job, stage }, frame, query, signal),
    };
  };
  const drawn = marks ? sides.slice(0, 1) : sides;
  const layersOf = ({ job, stages }) => stages.flatMap((stage, place) => kinds.map((kind) => layer(job, stage, place, kind)));
  const layers = drawn.map(layersOf);
  return { picture, layers, all: [picture, ...layers.flat()] };
}

/** Only what a stage kept is held against what the other kept. */
function marksQuery({ sides: [{ job, stages }, other], marks }, place) {
  if (!marks) return "";
  const reference = referenceOf({ job, stages, otherJob: other.job, otherStages: other.stages }, place);
  return [referenceQuery({ job, stage: stages[place] }, reference), queryText(marks)].filter(Boolean).join("&");
}

export const isLayer = (name) => name.startsWith("layer\n");
