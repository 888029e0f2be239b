const drawn = new Map();

/** Calls `draw` where `data` is other than the last time, so that what a person has the focus on is not made anew for nothing. */
export function once(name, data, draw) {
  if (isDrawn(name, data)) return;
  drawn.set(name, JSON.stringify(data));
  draw();
}

/** Notes that `data` is shown already. */
export function note(name, data) {
  drawn.set(name, JSON.stringify(data));
}

const isDrawn = (name, data) => drawn.get(name) === JSON.stringify(data);
