import { fields } from "../stage/fields.js";
import { button, count, element } from "./element.js";

/**
 * The detection that is pinned, with all its fields, and its track: where it goes on, and how sure the stage was over time.
 * `detection`: undefined where the track is not on this frame. `track`: the service's answer. `act`: go(frame), only(track), sheet(track), close().
 */
export function showSelection(region, { selection, detection, track, frame, frames }, act) {
  region.hidden = !selection;
  if (!selection) return region.replaceChildren();
  const name = selection.track === undefined ? "Detection" : `Track ${selection.track}`;
  const label = detection?.label ?? track?.label;
  const title = element("h2", {}, label ? `${name}, ${label}` : name);
  const close = button("×", act.close, { ariaLabel: "Let go", title: "Let go (Esc)", className: "small" });
  const rows = detection ? fields(selection.stage, detection) : [];
  const list = element("dl", {}, ...rows.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]));
  const away = detection ? undefined : element("p", { className: "muted" }, `Not on frame ${frame}.`);
  const parts = track ? trackParts(track, selection, frame, frames, act) : [];
  region.replaceChildren(element("div", { className: "title" }, title, close), ...parts, ...(away ? [away] : []), list);
}

function trackParts(track, selection, frame, frames, act) {
  const numbers = track.frames.map(({ frame }) => frame);
  const [previous, next] = [numbers.findLast((number) => number < frame), numbers.find((number) => number > frame)];
  const step = (text, label, target) =>
    button(text, () => act.go(target), { ariaLabel: label, disabled: target === undefined, dataset: { focus: label } });
  const gaps = gapsIn(numbers, frames);
  const told = [
    `on ${count(numbers.length)} frames, ${numbers[0]}–${numbers.at(-1)}`,
    gaps.length ? `${count(gaps.length)} gaps: ${gaps.slice(0, 6).join(", ")}${gaps.length > 6 ? ", …" : ""}` : "no gaps",
  ];
  return [
    element(
      "div",
      { className: "buttons" },
      step("‹ previous", "Previous frame of the track", previous),
      step("next ›", "Next frame of the track", next),
      button("only this", () => act.only(selection.track), { ariaLabel: "Show only this track" }),
      button("sheet", () => act.sheet(selection.track), { ariaLabel: "Contact sheet of this track", title: "Contact sheet" }),
    ),
    element("p", { className: "muted" }, told.join("; ")),
    curve(track, frame, act),
  ];
}

/** Frames between the first and the last that the track is not on: "40–44". */
function gapsIn(numbers, frames) {
  return numbers.slice(1).flatMap((number, index) => {
    const [from, to] = [frames.indexOf(numbers[index]) + 1, frames.indexOf(number) - 1];
    if (to < from) return [];
    return from === to ? [`${frames.at(from).frame}`] : [`${frames.at(from).frame}–${frames.at(to).frame}`];
  });
}

const [width, height] = [280, 44];

/** The confidence from frame to frame; a press goes there. */
function curve(track, frame, act) {
  const known = track.frames.filter(({ confidence }) => confidence !== undefined && confidence !== null);
  if (known.length < 2) return "";
  const [first, last] = [track.frames[0].frame, track.frames.at(-1).frame];
  const x = (number) => ((number - first) / Math.max(last - first, 1)) * width;
  const points = known.map(({ frame, confidence }) => [x(frame), height - Math.min(Math.max(confidence, 0), 1) * height]);
  const canvas = element("canvas", { className: "curve", role: "img", ariaLabel: `Confidence of track ${track.id} over its frames` });
  const ratio = devicePixelRatio;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  context.fillStyle = style.getPropertyValue("--accent");
  for (const [x, y] of points) context.fillRect(x - 0.75, y - 0.75, 1.5, 1.5);
  context.globalAlpha = 0.3;
  for (const [x, y] of points) context.fillRect(x - 0.75, y, 1.5, height - y);
  context.globalAlpha = 1;
  context.fillStyle = style.getPropertyValue("--text");
  if (frame >= first && frame <= last) context.fillRect(x(frame) - 0.5, 0, 1, height);
  canvas.addEventListener("click", ({ offsetX }) => {
    const number = first + (offsetX / canvas.clientWidth) * (last - first);
    const nearest = track.frames.reduce((best, one) => (Math.abs(one.frame - number) < Math.abs(best.frame - number) ? one : best));
    act.go(nearest.frame);
  });
  return canvas;
}
