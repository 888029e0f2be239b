// The bars under the thumbnails: how much differs on each frame, by kind. Where many frames fall on one column of pixels, the one with most counts.
import { differing } from "../state/differences.js";

const margin = 3;
const leastHeight = 2;
/** On dark, on light pages too: so the kinds have the server's colors. */
const [hatchColor, headColor] = ["#7d8790", "#fff"];

/** `comparison`: undefined until it is known; `chosen`: the kinds that count; `place`: of the frame that is looked at. */
export function drawBars(canvas, { frames, range, comparison, chosen, place, ratio }) {
  const context = canvas.getContext("2d");
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  if (!comparison) return;
  const columns = columnsOf(frames, range, comparison, chosen, width);
  const most = Math.max(...columns.map(({ count }) => count), 1);
  const step = width / columns.length;
  const gap = step >= 4 * ratio ? ratio : 0;
  const hatching = context.createPattern(hatch(ratio), "repeat");
  columns.forEach(({ counts, isAlone }, index) => {
    const [left, right] = [Math.round(index * step), Math.round((index + 1) * step)];
    context.fillStyle = hatching;
    if (isAlone) context.fillRect(left, 0, right - left, height);
    let bottom = height;
    for (const { name, color } of counts ? differing(chosen) : []) {
      if (!counts[name]) continue;
      const tall = Math.max(Math.round((counts[name] / most) * (height - margin * ratio)), leastHeight * ratio);
      context.fillStyle = color;
      context.fillRect(left, bottom - tall, right - left - gap, tall);
      bottom -= tall;
    }
  });
  context.fillStyle = headColor;
  const head = ((place + 0.5 - range.first) / (range.end - range.first)) * width;
  context.fillRect(Math.round(head - ratio), 0, Math.round(2 * ratio), height);
}

function columnsOf(frames, { first, end }, comparison, chosen, width) {
  const count = comparison.counter(chosen);
  const length = Math.max(Math.min(end - first, Math.floor(width)), 1);
  return Array.from({ length }, (_, column) => {
    const from = first + Math.floor((column * (end - first)) / length);
    const to = first + Math.floor(((column + 1) * (end - first)) / length);
    const numbers = frames.slice(from, Math.max(to, from + 1)).map(({ frame }) => frame);
    const worst = numbers.reduce((best, number) => (count(number) > count(best) ? number : best));
    const isAlone = numbers.some((number) => comparison.only(number));
    return { count: count(worst), counts: comparison.at(worst), isAlone };
  });
}

/** Stripes from the lower left to the upper right, which meet where the pattern repeats. */
function hatch(ratio) {
  const side = Math.round(6 * ratio);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d");
  context.strokeStyle = hatchColor;
  context.lineWidth = 1.25 * ratio;
  context.beginPath();
  for (const offset of [-side, 0, side]) {
    context.moveTo(offset, side);
    context.lineTo(offset + side, 0);
  }
  context.stroke();
  return canvas;
}
