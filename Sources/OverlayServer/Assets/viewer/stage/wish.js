import { filterIn, isOpen } from "../state/filter.js";
import { wordsIn } from "../state/query.js";

/**
 * What an <overlay-stage> is asked to show: { timeline, frame, sides: [{ job, stages }], style, shows, name }, of which two sides
 * are compared. Undefined while it is not asked for a frame.
 */
export function wishOf(element) {
  const [timeline, job] = [element.getAttribute("timeline"), element.getAttribute("job")];
  if (!timeline || !element.hasAttribute("frame")) return undefined;
  const { stages } = element;
  const sides = [{ job, stages }];
  if (element.getAttribute("compare")) {
    const others = element.getAttribute("compare-stages");
    sides.push({ job: element.getAttribute("compare-job") || job, stages: others ? wordsIn(others) : stages });
  }
  const style = element.getAttribute("drawing-style") ?? "";
  const shows = (element.getAttribute("shows") ?? "kept").split(" ");
  const wish = { timeline, frame: element.frame, sides, style, shows };
  return { ...wish, name: JSON.stringify(wish) };
}

/**
 * The pictures that a wish is made of: the frame's, and of each side the layers from the lowest to the uppermost, what a stage
 * dropped below what it kept. Each { name, load(signal) }; layers have their { stage }.
 */
export function picturesOf({ timeline, frame, sides, style, shows }, service) {
  const picture = { name: `frame\n${timeline}\n${frame}`, load: (signal) => service.picture(timeline, frame, signal) };
  const kinds = isOpen(filterIn(style)) ? ["dropped", "kept"].filter((kind) => shows.includes(kind)) : [];
  const layer = (job, stage, kind) => {
    const query = [style, kind === "dropped" && "dropped=only"].filter(Boolean).join("&");
    return {
      stage,
      name: ["layer", timeline, frame, job, stage, query].join("\n"),
      load: (signal) => service.layer({ timeline, job, stage }, frame, query, signal),
    };
  };
  const layers = sides.map(({ job, stages }) => stages.flatMap((stage) => kinds.map((kind) => layer(job, stage, kind))));
  return { picture, layers, all: [picture, ...layers.flat()] };
}

export const isLayer = (name) => name.startsWith("layer\n");
