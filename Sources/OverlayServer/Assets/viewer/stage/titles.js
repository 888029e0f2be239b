import { filterIn, filterQuery, isOpen } from "../state/filter.js";

/** Whether a way to compare makes one picture of two. */
export const isOne = (compare) => ["marks", "difference"].includes(compare);

/** What stands in the corner of each side: { first, second }. */
export function badges({ sides }, compare) {
  const titles = sides.map(({ job, stages }) => `${job}: ${stages.join(", ") || "no stage"}`);
  if (compare === "marks") return { first: titles.join(" against "), second: "" };
  if (compare === "difference") return { first: `difference of ${titles.join(" and ")}`, second: "" };
  return { first: titles.length > 1 ? titles[0] : "", second: titles[1] ?? "" };
}

/** The accessible names of both sides; `texts`: what is said of each side's stages. */
export function names({ timeline, frame, sides, marks }, texts) {
  const start = `rame ${frame} of ${timeline}`;
  const second = sides.length > 1 ? [`Compared: f${start}, ${sides[1].job}`, ...texts[1]].join(", ") : "";
  const against = marks ? [`marked against ${sides[1].job}`] : [];
  return { first: [`F${start}`, ...texts[0], ...against].join(", "), second };
}

/** "track_objects: 23 detections, 2 dropped" for each stage of each side, once their counts are known. */
export function countTexts(wish, service) {
  return Promise.all(wish.sides.map(({ job, stages }) => Promise.all(stages.map((stage) => countText(wish, job, stage, service)))));
}

async function countText({ timeline, frame, style, shows }, job, stage, service) {
  if (!isOpen(filterIn(style))) return `${stage}: 0 detections`;
  try {
    const summary = await service.summary({ timeline, job, stage }, filterQuery(style));
    const { kept, dropped } = summary.at(frame) ?? { kept: 0, dropped: 0 };
    const texts = [shows.includes("kept") && `${kept} detections`, shows.includes("dropped") && `${dropped} dropped`];
    return `${stage}: ${texts.filter(Boolean).join(", ") || "hidden"}`;
  } catch {
    return stage; // The picture is there; why its counts are not is told where they are shown.
  }
}
