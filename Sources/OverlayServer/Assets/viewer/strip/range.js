// Which frames a strip shows: places in the list, from `first` up to but without `end`.

const leastCount = 10;

export const whole = (count) => ({ first: 0, end: count });

/** Keeps the place at `share` (0…1 of the width) where it is. */
export function zoomed(range, factor, share, count) {
  const width = range.end - range.first;
  const next = Math.min(Math.max(Math.round(width * factor), Math.min(leastCount, count)), count);
  return shifted({ first: range.first, end: range.first + next }, Math.round((width - next) * share), count);
}

/** Moved by places, but never out of the list. */
export function shifted({ first, end }, places, count) {
  const width = Math.min(end - first, count);
  const start = Math.min(Math.max(first + places, 0), count - width);
  return { first: start, end: start + width };
}

/** The same width, with that place in it. */
export function containing(range, place, count) {
  if (place >= range.first && place < range.end) return range;
  const width = range.end - range.first;
  return shifted(range, place < range.first ? place - range.first - (width >> 2) : place - range.end + 1 + (width >> 2), count);
}
