// Timelines that were opened last on this machine, the latest first.
const name = "overlays.recent";
const most = 8;

export function recentTimelines() {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "[]");
  } catch {
    return [];
  }
}

export function remember(timeline) {
  const others = recentTimelines().filter((other) => other !== timeline);
  localStorage.setItem(name, JSON.stringify([timeline, ...others].slice(0, most)));
}
