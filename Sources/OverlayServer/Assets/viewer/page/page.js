// The service's own page: the two elements, what decides what they show, and panels that tell of it.
import { Service } from "../elements.js";
import { Choices } from "../panels/choices.js";
import { ClipPanel } from "../panels/clip.js";
import { DifferencePanel } from "../panels/differences.js";
import { element } from "../panels/element.js";
import { FilterPanel } from "../panels/filters.js";
import { FoundPanel } from "../panels/found.js";
import { SharePanel } from "../panels/share.js";
import { StagePanel } from "../panels/stages.js";
import { WorstPanel } from "../panels/worst.js";
import { isCompared, standard, style } from "../state/address.js";
import { placeText } from "../state/frame-index.js";
import { wordsText } from "../state/query.js";
import { Sight } from "../state/sight.js";
import { Timeline } from "../state/timeline.js";
import { Follower } from "./follower.js";
import { fillHelp, listen, stepsOf } from "./keyboard.js";
import { Player } from "./player.js";
import { recentTimelines, remember } from "./recent.js";
import { copy, Status } from "./status.js";

const $ = (id) => document.getElementById(id);
const [stage, strip] = ["stage", "strip"].map($);
const token = { get: () => sessionStorage.getItem("token") ?? undefined, set: (text) => sessionStorage.setItem("token", text) };
const service = new Service({ token: token.get });
stage.service = strip.service = service;
const status = new Status({ output: $("status"), dialog: $("ask-token"), token });
const sight = new Sight((before) => {
  if (sight.state.timeline !== before.timeline) trying("timeline", openTimeline);
  else openJob();
});
let timeline = new Timeline("");

/** Runs `work`; says what went wrong, and tries again what may pass. */
async function trying(name, work) {
  try {
    await work();
    status.succeeded(name);
  } catch (problem) {
    if (problem.name !== "AbortError") status.fail(problem, name, () => trying(name, work));
  }
}

const panels = {
  choices: new Choices($, sight),
  stages: new StagePanel($("stages"), sight, stage),
  differences: new DifferencePanel($("differences"), { sight, service, status, trying }),
  clip: new ClipPanel($, { sight, service, status }),
  worst: new WorstPanel($("worst"), { sight, service, picture: (frame, signal) => strip.thumbnail(frame, signal), trying }),
  filters: new FilterPanel($, { sight, service, trying }),
  found: new FoundPanel($, { sight, service, stage, timeline: () => timeline, trying }),
};
new SharePanel($, { sight, service, status, copy });

// Opening.

async function listTimelines() {
  const { timelines } = await service.timelines();
  const there = timelines.map(({ timeline_id }) => timeline_id);
  const recent = recentTimelines().filter((name) => there.includes(name));
  const names = [...new Set([...recent, ...there])];
  $("timelines").replaceChildren(
    ...names.map((name) => element("option", { value: name, label: recent.includes(name) ? `${name} (recent)` : name })),
  );
  if (sight.state.timeline) return;
  if (!names.length) {
    return status.warn("There is no timeline yet. “overlay-server demo” makes one; “overlay-server import” brings yours.", "none");
  }
  sight.settle({ timeline: names[0] });
  await openTimeline();
}

async function openTimeline() {
  const { state } = sight;
  follower.stop();
  status.succeeded("none");
  if (timeline.name !== state.timeline) timeline = new Timeline(state.timeline);
  $("timeline").value = state.timeline;
  if (state.job && state.stages && state.frame !== undefined) render(); // All is said, so that nothing has to be asked first.
  const opened = timeline;
  opened.answer = await service.timeline(opened.name);
  if (timeline !== opened) return;
  remember(opened.name);
  openJob();
  follower.start(opened.answer);
  const frames = await service.frames(opened.name);
  if (timeline !== opened) return;
  opened.frames = frames;
  render();
}

/** What the address leaves open: the first frame, the job that wrote last, its last stage. */
function openJob() {
  if (timeline.answer) {
    const { frames, jobs } = timeline.answer;
    if (!frames.count) status.warn("This timeline has no frames.", "none");
    else if (!jobs.length) status.warn("No stage has reported on this timeline yet; its frames are here.", "none");
    const { state } = sight;
    const job = state.job || timeline.latestJob || "";
    sight.settle({ job, frame: state.frame ?? frames.first ?? 0, stages: state.stages ?? timeline.stagesOf(job).slice(-1) });
  }
  render();
}

// Showing: the picture first, then what needs more of the service.

let isFirst = true;
const notCompared = { "compare-job": undefined, "compare-stages": undefined };

function renderRest() {
  if (!isFirst) return;
  isFirst = false;
  render();
}

function render() {
  const { state } = sight;
  const text = (words) => words && wordsText(words);
  const shared = {
    timeline: state.timeline, job: state.job, stages: text(state.stages), frame: state.frame, "drawing-style": style(state),
    differences: text(state.differences),
  };
  const other = { "compare-job": state.compare_job || undefined, "compare-stages": text(state.compare_stages) };
  give(stage, {
    ...shared,
    ...other,
    shows: ["kept", "dropped"].filter((name) => state[name]).join(" "),
    zoom: state.zoom,
    compare: state.compare === "off" ? undefined : state.compare,
  });
  const [pinned, track, path] = state.selected ?? [];
  stage.selection = pinned && { stage: pinned, track: track || undefined, path };
  document.body.toggleAttribute("data-embed", state.embed);
  document.title = state.timeline ? `${state.timeline} · frame ${state.frame} · Overlays` : "Overlays";
  $("go-to").value = state.frame;
  showZoom(state.zoom);
  showPlace();
  const { choices, stages, ...rest } = panels;
  for (const panel of [choices, stages]) panel.show(state, timeline);
  if (isFirst) return;
  give(strip, { ...shared, ...(isCompared(state) ? other : notCompared), range: state.range });
  for (const panel of Object.values(rest)) panel.show(state, timeline);
}

function give(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
}

/** Of the frame that is shown, which may not be the one that is wished for yet. */
let shownFrame;

function showPlace() {
  if (shownFrame === undefined) return;
  $("place").textContent = timeline.frames.length ? placeText(timeline.frames, shownFrame) : `frame ${shownFrame}`;
}

function showZoom(zoom) {
  const screenPixels = Number(zoom?.split(",")[0]) * devicePixelRatio;
  $("fit").ariaPressed = String(!zoom);
  $("actual").ariaPressed = String(Math.abs(screenPixels - 1) < 0.001);
  $("zoom-text").textContent = zoom ? `${Math.round(screenPixels * 100)} %` : "";
}

// Moving: what is asked for before the frames are listed happens as soon as they are.

function go(frame, { isStep = true } = {}) {
  if (frame === undefined || frame === sight.state.frame) return false;
  sight.change({ frame }, { isStep });
  return true;
}

const step = (places) => timeline.frames.length > 0 && go(timeline.frames.step(sight.state.frame, places));
const soon = (act) => (argument) => timeline.whenListed(() => act(argument));

function find(text) {
  const frame = timeline.frames.find(text);
  if (frame !== undefined) return go(frame, { isStep: false });
  status.warn(`There is no frame “${text}”. It takes a number, a time as 4.2s or 1:02.5, or a part of a key.`, "find");
}

const player = new Player({
  button: $("play"),
  rate: () => Number($("rate").value) || 10,
  step: () => step(1),
  rewind: () => sight.state.frame === timeline.frames.last?.frame && go(timeline.frames.first.frame),
});

// What the elements tell.

stage.addEventListener("framechange", ({ detail: { frame, orientation } }) => {
  shownFrame = frame;
  showPlace();
  give(strip, { orientation: orientation > 1 ? orientation : undefined });
  if (frame === sight.state.frame) player.shown();
  for (const name of ["stage", "find"]) status.succeeded(name);
  renderRest();
});
stage.addEventListener("zoomchange", ({ detail: { zoom } }) => sight.change({ zoom }, { isStep: true }));
stage.addEventListener("problem", ({ detail: { problem } }) => {
  player.stop();
  renderRest();
  status.fail(problem, "stage", () => stage.reload({ rows: false }));
});
strip.addEventListener("framechange", ({ detail: { frame } }) => go(frame));
strip.addEventListener("dragstart", () => player.hold(true));
strip.addEventListener("dragend", () => player.hold(false));
strip.addEventListener("rangechange", ({ detail: { range } }) => sight.change({ range }, { isStep: true }));
strip.addEventListener("problem", ({ detail: { problem } }) => status.fail(problem, "strip", () => strip.reload()));
strip.addEventListener("load", () => status.succeeded("strip"));

/** New frames and rows appear by themselves; what a person looks at stays where it is. */
const follower = new Follower({
  ask: () => service.timeline(timeline.name),
  async changed(answer, { rows, frames }) {
    timeline.answer = answer;
    if (rows) service.forget({ frames: false });
    if (frames) timeline.frames = await service.moreFrames(timeline.name);
    if (rows) stage.reload();
    strip.reload();
    if (!sight.state.stages?.length) sight.settle({ stages: undefined });
    status.succeeded("none");
    openJob();
  },
  growing: (isGrowing) => strip.toggleAttribute("growing", isGrowing),
  failed: (problem) => status.fail(problem, "follow", () => follower.look()),
  answered: () => status.succeeded("follow"),
});

// What a person does.

const on = (id, type, act) => $(id).addEventListener(type, () => act($(id).value));
on("timeline", "change", (name) => name.trim() && sight.change({ ...standard, timeline: name.trim() }));
on("find", "change", soon((text) => text && find(text)));
on("go-to", "change", soon(find));
on("previous", "click", soon(() => step(-1)));
on("next", "click", soon(() => step(1)));
on("play", "click", soon(() => player.toggle()));
on("fit", "click", () => stage.fit());
on("actual", "click", () => stage.actualPixels());
on("help-button", "click", () => $("help").showModal());

fillHelp($("help").querySelector("dl"));
listen({
  step: soon((event) => step(stepsOf(event))),
  play: soon(() => player.toggle()),
  goTo: () => $("go-to").select(),
  find: () => $("find").select(),
  fit: () => stage.fit(),
  actual: () => stage.actualPixels(),
  zoom: ({ key }) => stage.zoomBy(key === "+" ? 1.25 : 0.8),
  dropped: () => sight.change({ dropped: !sight.state.dropped }),
  blink: () => stage.blink(),
  difference: ({ shiftKey }) => panels.differences.step(shiftKey ? -1 : 1),
  track: ({ key }) => panels.found.stepInTrack(key === "[" ? -1 : 1),
  letGo: () => panels.found.pin(),
  copyLink: () => $("copy-link").click(),
  help: () => $("help").showModal(),
});

if (sight.state.timeline) trying("timeline", openTimeline);
trying("timelines", listTimelines);
