// What a detection is around, in frame pixels: to point at it, and to outline what is pointed at.

/** Closed and open lines, each a list of points. */
export function outlines(detection) {
  const { bbox, angle = 0, polygon, polygon_parts = [], polygon_holes = [], quad, polyline, keypoints, mask } = detection;
  const box = bbox ?? (polygon || quad || polyline ? undefined : boxAround(mask));
  const closed = [polygon, ...polygon_parts, ...polygon_holes, quad, box && corners(box, angle)].filter(Boolean);
  const open = polyline ? [polyline] : [];
  const points = closed.length || open.length ? [] : (keypoints ?? []).filter(Boolean);
  return { closed, open, points };
}

/** Of a mask in run lengths, which go down the columns, empty and full in turn (COCO). */
function boxAround(mask) {
  if (!mask?.counts) return undefined;
  const [height] = mask.size;
  let [left, top, right, bottom, at] = [Infinity, Infinity, 0, 0, 0];
  mask.counts.forEach((count, index) => {
    if (index % 2 && count) {
      const [first, last] = [at, at + count - 1];
      const [column, lastColumn] = [Math.floor(first / height), Math.floor(last / height)];
      [left, right] = [Math.min(left, column), Math.max(right, lastColumn + 1)];
      const spans = lastColumn > column;
      [top, bottom] = [Math.min(top, spans ? 0 : first % height), Math.max(bottom, spans ? height : (last % height) + 1)];
    }
    at += count;
  });
  return right ? [left, top, right - left, bottom - top] : undefined;
}

/** { left, top, right, bottom } around all of it. */
export function boundsOf(detection) {
  const { closed, open, points: single } = outlines(detection);
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of [...closed.flat(), ...open.flat(), ...single]) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

export function touches(detection, x, y, tolerance) {
  const { closed, open, points } = outlines(detection);
  return (
    closed.some((line) => contains(line, x, y) || isNear(ring(line), x, y, tolerance)) ||
    open.some((line) => isNear(line, x, y, tolerance)) ||
    points.some(([px, py]) => Math.hypot(px - x, py - y) <= tolerance * 2)
  );
}

function corners([x, y, width, height], angle) {
  const [middleX, middleY, radians] = [x + width / 2, y + height / 2, (angle * Math.PI) / 180];
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([i, j]) => {
    const [dx, dy] = [(i * width) / 2, (j * height) / 2];
    return [middleX + dx * cos - dy * sin, middleY + dx * sin + dy * cos];
  });
}

const ring = (line) => [...line, line[0]];

/** By the even-odd rule. */
function contains(line, x, y) {
  return line.reduce((isInside, [ax, ay], index) => {
    const [bx, by] = line[(index + 1) % line.length];
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !isInside : isInside;
  }, false);
}

function isNear(line, x, y, tolerance) {
  return line.some(([ax, ay], index) => index > 0 && distance(line[index - 1], [ax, ay], x, y) <= tolerance);
}

/** From a point to a piece of a line. */
function distance([ax, ay], [bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length ? Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
