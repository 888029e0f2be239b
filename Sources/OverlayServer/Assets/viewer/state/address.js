// What a person looks at, as the address bar has it.

const defaults = { timeline: "", job: "", stages: [], frame: 0, min_confidence: 0 };

export function read(search = location.search) {
  const query = new URLSearchParams(search);
  return {
    timeline: query.get("timeline") ?? defaults.timeline,
    job: query.get("job") ?? defaults.job,
    stages: (query.get("stages") ?? "").split(",").filter(Boolean).map(decodeURIComponent),
    frame: Math.max(Number.parseInt(query.get("frame") ?? "0", 10) || 0, 0),
    min_confidence: Math.min(Math.max(Number(query.get("min_confidence") ?? 0) || 0, 0), 1),
  };
}

export function write(state) {
  const query = new URLSearchParams();
  if (state.timeline) query.set("timeline", state.timeline);
  if (state.job) query.set("job", state.job);
  if (state.stages.length) query.set("stages", state.stages.map(encodeURIComponent).join(","));
  query.set("frame", state.frame);
  if (state.min_confidence) query.set("min_confidence", state.min_confidence);
  return `?${query}`;
}

/** The part of a style that the server draws by. */
export function style(state) {
  return state.min_confidence ? { min_confidence: state.min_confidence } : {};
}
