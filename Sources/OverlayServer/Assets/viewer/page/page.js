// The service's own page: the two elements, and what decides what they show.
import { Service } from "../elements.js";
import * as address from "../state/address.js";
import { Player } from "./player.js";
import { showStages, showWarnings } from "./panels.js";

const $ = (id) => document.getElementById(id);
const [stage, strip, status] = ["stage", "strip", "status"].map($);
const service = new Service({ token: () => sessionStorage.getItem("token") ?? undefined });
let state = address.read();
let frames = [];
let jobs = [];
let summaries = new Map();

stage.service = strip.service = service;
stage.count = (name, frame) => {
  const columns = summaries.get(name)?.frames;
  const index = columns?.frame.indexOf(frame) ?? -1;
  return columns && (index < 0 ? 0 : columns.kept[index]);
};

/** Says it where everybody looks, a screen reader too. */
function tell(text, kind = "note") {
  status.textContent = text;
  status.dataset.kind = kind;
}

/** Runs `work`; says what went wrong, and asks for the token where that is it. */
async function trying(work) {
  try {
    await work();
  } catch (problem) {
    if (problem.status === 401) return askToken(problem, work);
    tell(problem.message, "problem");
  }
}

function askToken(problem, work) {
  $("token-reason").textContent = sessionStorage.getItem("token") ? "The token was not taken." : problem.message;
  $("ask-token").addEventListener(
    "close",
    () => {
      sessionStorage.setItem("token", $("token").value);
      trying(work);
    },
    { once: true },
  );
  $("ask-token").showModal();
}

function remember(isStep) {
  const url = address.write(state);
  if (url === location.search) return;
  history[isStep ? "replaceState" : "pushState"](null, "", url);
}

async function listTimelines() {
  const { timelines } = await service.timelines();
  $("timelines").replaceChildren(...timelines.map(({ timeline_id }) => new Option(timeline_id, timeline_id)));
  if (!timelines.length) return tell("There is no timeline yet; overlay-server demo makes one.");
  if (!state.timeline) state.timeline = timelines[0].timeline_id;
  await openTimeline();
}

async function openTimeline() {
  $("timeline").value = state.timeline;
  const timeline = await service.timeline(state.timeline);
  frames = await service.frames(state.timeline);
  jobs = timeline.jobs;
  if (!jobs.some(({ job_id }) => job_id === state.job)) state.job = jobs[0]?.job_id ?? "";
  $("job").replaceChildren(...jobs.map(({ job_id }) => new Option(job_id, job_id, false, job_id === state.job)));
  strip.setAttribute("timeline", state.timeline);
  strip.frames = stage.frames = frames;
  tell(frames.length ? "" : "This timeline has no frames.");
  await openJob();
}

async function openJob() {
  const names = (jobs.find(({ job_id }) => job_id === state.job)?.stages ?? []).map(({ stage }) => stage);
  const drawable = names.filter((name) => name !== "extract_frames");
  state.stages = state.stages.filter((name) => names.includes(name));
  if (!state.stages.length && drawable.length) state.stages = [drawable.at(-1)];
  summaries = new Map();
  showStages($("stages"), drawable, state.stages, {
    toggle(chosen) {
      state.stages = chosen;
      show();
      trying(loadSummaries);
    },
    fade(name, opacity) {
      stage.opacities.set(name, opacity);
      stage.compose();
    },
  });
  await loadSummaries();
  show();
}

async function loadSummaries() {
  const style = new URLSearchParams(address.style(state));
  for (const name of state.stages) {
    summaries.set(name, await service.summary({ ...state, stage: name }, style));
  }
  strip.columns = summaries.get(state.stages[0])?.frames;
}

function show(isStep = false) {
  remember(isStep);
  $("confidence").value = state.min_confidence;
  $("go-to").value = state.frame;
  stage.drawingStyle = address.style(state);
  for (const [name, value] of Object.entries({
    timeline: state.timeline,
    job: state.job,
    stages: state.stages.map(encodeURIComponent).join(","),
    frame: state.frame,
  })) {
    stage.setAttribute(name, value);
  }
  strip.setAttribute("frame", state.frame);
}

/** To a frame that there is: the next one where there is none of that number. */
function go(frame) {
  const found = frames.find((entry) => entry.frame >= frame) ?? frames.at(-1);
  if (!found || found.frame === state.frame) return;
  state.frame = found.frame;
  show(true);
}

function step(count) {
  const index = frames.findIndex(({ frame }) => frame >= state.frame);
  const next = frames[Math.min(Math.max(index + count, 0), frames.length - 1)];
  if (next) go(next.frame);
}

const player = new Player({
  button: $("play"),
  rate: () => Number($("rate").value) || 10,
  step: () => step(frames.at(-1)?.frame === state.frame ? -frames.length : 1),
});

stage.addEventListener("framechange", async ({ detail: { frame } }) => {
  const entry = frames.find((entry) => entry.frame === frame);
  const time = entry?.timestamp === undefined ? "" : `, ${entry.timestamp.toFixed(2)} s`;
  $("place").textContent = `frame ${frame} of ${frames.length}${time}`;
  tell("");
  player.shown();
  await showWarnings($("warnings"), service, state, frame, () => frame === state.frame);
});
stage.addEventListener("problem", ({ detail: { problem } }) => {
  player.stop();
  trying(() => Promise.reject(problem));
});
strip.addEventListener("select", ({ detail: { frame } }) => go(frame));
$("timeline").addEventListener("change", () => {
  Object.assign(state, { timeline: $("timeline").value.trim(), job: "", stages: [], frame: 0 });
  trying(openTimeline);
});
$("job").addEventListener("change", () => {
  Object.assign(state, { job: $("job").value, stages: [] });
  trying(openJob);
});
$("confidence").addEventListener("change", () => {
  state.min_confidence = Number($("confidence").value);
  show();
  trying(loadSummaries);
});
$("go-to").addEventListener("change", () => go(Number($("go-to").value)));
$("previous").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
$("copy-link").addEventListener("click", async () => {
  await navigator.clipboard.writeText(location.href).then(() => tell("The link is copied."), () => tell(location.href));
});
for (const [id, look] of [["fit", "fit"], ["actual", "actual"]]) {
  $(id).addEventListener("click", () => {
    stage.setAttribute("look", look);
    for (const other of ["fit", "actual"]) $(other).ariaPressed = String(other === id);
  });
}
addEventListener("popstate", () => {
  state = address.read();
  trying(openTimeline);
});
addEventListener("keydown", (event) => {
  if (event.target.matches("input:not([type=range]), select") || event.altKey || event.ctrlKey || event.metaKey) return;
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -100, PageDown: 100, Home: -frames.length, End: frames.length };
  if (event.key in steps) step(steps[event.key] * (event.shiftKey ? 10 : 1));
  else if (event.key === " " && !event.target.matches("button")) player.toggle();
  else return;
  event.preventDefault();
});

trying(listTimelines);
