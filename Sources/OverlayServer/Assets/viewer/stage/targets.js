import { filterIn, isShown } from "../state/filter.js";
import { boundsOf, touches } from "./outlines.js";

/** All that can be pointed at on a frame, from the lowest layer to the uppermost. */
export class Targets {
  #all = [];

  /** `found`: answers by stage. What `wish` does not show cannot be pointed at. */
  constructor(found, { style, shows }) {
    const filter = filterIn(style);
    for (const [stage, { detections }] of found) {
      const shown = detections.filter((detection) => shows.includes(detection.status) && isShown(detection, filter));
      this.#all.push(...shown.map((detection) => ({ stage, detection, bounds: boundsOf(detection) })));
    }
  }

  /** Those that `meets` says yes to: { stage, detection } each. */
  filter(meets) {
    return this.#all.filter(meets);
  }

  /** Of what lies under a point of the frame the smallest, and of equal ones the uppermost; undefined where there is none. */
  under(x, y, tolerance) {
    const isNear = ({ left, top, right, bottom }) =>
      x >= left - tolerance && x <= right + tolerance && y >= top - tolerance && y <= bottom + tolerance;
    const area = ({ bounds: { left, top, right, bottom } }) => (right - left) * (bottom - top);
    return this.#all
      .filter(({ detection, bounds }) => isNear(bounds) && touches(detection, x, y, tolerance))
      .reduce((best, one) => (best && area(best) < area(one) ? best : one), undefined);
  }
}
