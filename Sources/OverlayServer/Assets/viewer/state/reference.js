// What a stage is held against: a stage of another job, another stage of the same, or of both.
import { fieldsIn, queryText } from "./query.js";

/** Fields of a style that the counts go by as the marks do. */
const shared = ["min_confidence", "iou_threshold", "same_iou", "confidence_tolerance"];

/** Of the stage at that place among `stages`, as { job, stage }; without `otherStages` it is the same stage. */
export function referenceOf({ job, stages, otherJob, otherStages }, place = stages.length - 1) {
  return { job: otherJob || job, stage: otherStages?.length ? (otherStages[place] ?? otherStages.at(-1)) : stages[place] };
}

/** As the server takes it, with what it can do without left out. */
export function referenceQuery(address, reference) {
  const job = address.job === reference.job ? undefined : reference.job;
  const stage = job && address.stage === reference.stage ? undefined : reference.stage;
  return queryText({ compare_job: job, compare_stage: stage });
}

/** What counts are asked for by: the reference, and what of the style changes them. */
export function comparisonQuery(address, reference, style) {
  const fields = fieldsIn(style);
  const rule = shared.filter((name) => name in fields).map((name) => `${name}=${fields[name]}`);
  return [referenceQuery(address, reference), ...rule].join("&");
}
