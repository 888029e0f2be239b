import { element } from "./element.js";

const mostLines = 100;

/** What was skipped on the frame, every warning of it and of the whole stage, and that a stage reported nothing. */
export function showWarnings(region, found, summaries) {
  const lines = [...found].flatMap(([stage, { warnings, skipped, detections }]) => [
    ...warnings.map(({ detail, path }) => ({ stage, detail, path })),
    ...skipped.map(({ detail, path }) => ({ stage, detail: `Skipped: ${detail}`, path })),
    ...(detections.length || warnings.some(({ code }) => code === "frame_not_reported") || skipped.length
      ? []
      : [{ stage, detail: "This stage reported nothing on this frame." }]),
  ]);
  const here = new Set(lines.map(({ stage, detail, path }) => [stage, detail, path].join("\n")));
  const whole = [...summaries].flatMap(([stage, { warnings, skipped }]) =>
    [...warnings, ...skipped]
      .map(({ detail, path }) => ({ stage, detail, path, isWhole: true }))
      .filter((line) => !here.has([line.stage, line.detail, line.path].join("\n"))),
  );
  const all = [...lines, ...whole];
  const items = all.slice(0, mostLines).map(({ stage, detail, path, isWhole }) =>
    element("li", {}, detail, element("small", {}, [stage, isWhole && "whole stage", path].filter(Boolean).join(" · "))),
  );
  const more = all.length - items.length;
  const rest = more > 0 ? element("p", { className: "muted" }, `and ${more} more`) : undefined;
  const title = element("h2", {}, all.length ? `Warnings (${all.length})` : "No warnings");
  region.classList.toggle("quiet", !all.length);
  region.replaceChildren(title, ...(items.length ? [element("ul", {}, ...items)] : []), ...(rest ? [rest] : []));
}
