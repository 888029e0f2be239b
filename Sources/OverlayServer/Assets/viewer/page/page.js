// The service's own page: the two elements, and what decides what they show.
import { Service } from "../elements.js";
import { showClasses, showTracks } from "../panels/filters.js";
import { DetectionTable } from "../panels/detections.js";
import { checkbox, count, element } from "../panels/element.js";
import { showSelection } from "../panels/selection.js";
import { curlLine, download, pictureName, rerenderLine } from "../panels/share.js";
import { showStages } from "../panels/stages.js";
import { showWarnings } from "../panels/warnings.js";
import { isSelected } from "../stage/overlay-stage.js";
import * as address from "../state/address.js";
import { filterIn, filterQuery, isOpen, isShown, without } from "../state/filter.js";
import { FrameIndex, placeText } from "../state/frame-index.js";
import { fieldsIn, wordsText } from "../state/query.js";
import { Follower } from "./follower.js";
import { fillHelp, listen, stepsOf } from "./keyboard.js";
import { Player } from "./player.js";
import { copy, Status } from "./status.js";

const $ = (id) => document.getElementById(id);
const [stage, strip] = ["stage", "strip"].map($);
const token = { get: () => sessionStorage.getItem("token") ?? undefined, set: (text) => sessionStorage.setItem("token", text) };
const service = new Service({ token: token.get });
stage.service = strip.service = service;
const status = new Status({ output: $("status"), dialog: $("ask-token"), token });

let state = address.read();
/** Of the timeline: its answer, its frames, and what is known of what is shown. */
let timeline = { frames: { count: 0 }, jobs: [] };
let frames = new FrameIndex();
let found = new Map();
let order = [];

/** Runs `work`; says what went wrong, and tries again what may pass. */
async function trying(name, work) {
  try {
    await work();
    status.succeeded(name);
  } catch (problem) {
    if (problem.name === "AbortError") return;
    status.fail(problem, name, () => trying(name, work));
  }
}

// The state, and the address that holds it.

let writing;

/** Changes what is looked at. A step on the way leaves no entry in the history. */
function change(changes, { isStep = false } = {}) {
  Object.assign(state, changes);
  remember(isStep);
  render();
}

function remember(isStep) {
  clearTimeout(writing);
  const url = address.write(state);
  if (url === location.search) return;
  // Browsers take few changes of the address a second.
  if (isStep) writing = setTimeout(() => history.replaceState(null, "", url), 150);
  else history.pushState(null, "", url);
}

addEventListener("popstate", () => {
  clearTimeout(writing);
  const before = state;
  state = address.read();
  if (state.timeline !== before.timeline) trying("timeline", openTimeline);
  else openJob();
});

// Opening.

async function listTimelines() {
  const { timelines } = await service.timelines();
  const there = timelines.map(({ timeline_id }) => timeline_id);
  const recent = recentTimelines().filter((name) => there.includes(name));
  const names = [...recent, ...there.filter((name) => !recent.includes(name))];
  $("timelines").replaceChildren(
    ...names.map((name) => element("option", { value: name, label: recent.includes(name) ? `${name} (recent)` : name })),
  );
  if (state.timeline) return;
  if (!names.length) {
    return status.warn("There is no timeline yet. “overlay-server demo” makes one; “overlay-server import” brings yours.", "none");
  }
  state.timeline = names[0];
  await openTimeline();
}

function recentTimelines() {
  try {
    return JSON.parse(localStorage.getItem("recent") ?? "[]");
  } catch {
    return [];
  }
}

async function openTimeline() {
  follower.stop();
  status.succeeded("none");
  $("timeline").value = state.timeline;
  if (state.job && state.stages) render();
  timeline = await service.timeline(state.timeline);
  localStorage.setItem("recent", JSON.stringify([...new Set([state.timeline, ...recentTimelines()])].slice(0, 8)));
  if (!timeline.frames.count) status.warn("This timeline has no frames.", "none");
  if (!new URLSearchParams(location.search).has("frame") || state.isNew) state.frame = timeline.frames.first ?? 0;
  delete state.isNew;
  openJob();
  follower.start(timeline);
  frames = await service.frames(state.timeline);
  render();
}

/** The job that the address names, or the one that wrote last. */
function openJob() {
  const { jobs } = timeline;
  const latest = (job) => Math.max(...job.stages.map(({ created_at }) => Date.parse(created_at)));
  state.job ||= jobs.toSorted((one, other) => latest(other) - latest(one))[0]?.job_id ?? "";
  const drawable = stagesOf(state.job);
  state.stages ??= drawable.slice(-1);
  arrange(drawable);
  stage.opacities.clear();
  state.opacities?.forEach((text, index) => stage.opacities.set(state.stages[index], Number(text)));
  if (!jobs.length) status.warn("No stage has reported on this timeline yet; its frames are shown as they come.", "none");
  remember(true);
  render();
}

function stagesOf(job) {
  const stages = timeline.jobs.find(({ job_id }) => job_id === job)?.stages ?? [];
  return stages.map(({ stage }) => stage).filter((name) => name !== "extract_frames");
}

/** All stages, those that are chosen in the order that the address has. */
function arrange(drawable) {
  const names = [...drawable, ...state.stages.filter((name) => !drawable.includes(name))];
  const chosen = [...state.stages];
  order = names.map((name) => (state.stages.includes(name) ? chosen.shift() : name));
}

// Showing.

function render() {
  const style = address.style(state);
  const shows = [state.kept && "kept", state.dropped && "dropped"].filter(Boolean).join(" ");
  const names = { timeline: state.timeline, job: state.job, frame: state.frame, "drawing-style": style };
  if (state.stages) names.stages = wordsText(state.stages);
  give(strip, { ...names, range: state.range });
  give(stage, {
    ...names,
    shows,
    zoom: state.zoom,
    compare: state.compare === "off" ? undefined : state.compare,
    "compare-job": state.compare_job || undefined,
    "compare-stages": state.compare_stages && wordsText(state.compare_stages),
  });
  const [pinned, track, path] = state.selected ?? [];
  stage.selection = pinned && { stage: pinned, track: track || undefined, path };
  document.body.toggleAttribute("data-embed", state.embed);
  document.title = state.timeline ? `${state.timeline} · frame ${state.frame} · Overlays` : "Overlays";
  $("go-to").value = state.frame;
  renderChoices();
  renderFilters(style);
  renderFound();
}

function give(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  }
}

/** Draws a panel only where what it shows has changed. */
const drawn = new Map();
function once(name, data, draw) {
  const text = JSON.stringify(data);
  if (drawn.get(name) === text) return;
  drawn.set(name, text);
  draw();
}

function renderChoices() {
  const jobs = timeline.jobs.map(({ job_id }) => job_id);
  const options = (select, pairs, value) =>
    once(select, [pairs, value], () => $(select).replaceChildren(...pairs.map(([id, text]) => new Option(text, id, false, id === value))));
  const known = jobs.includes(state.job) || !state.job ? jobs : [...jobs, state.job];
  options("job", known.map((id) => [id, id]), state.job);
  options("compare-job", [["", "the same job"], ...jobs.map((id) => [id, id])], state.compare_job);
  const stages = stagesOf(state.compare_job || state.job);
  options("compare-stage", [["", "the same stages"], ...stages.map((id) => [id, id])], state.compare_stages?.[0] ?? "");
  const styles = [["color-by", "color_by", ["track", "class", "index", "confidence"]], ["box-shape", "box_shape", ["plain", "rounded", "corners"]]];
  for (const [id, field, values] of styles) {
    options(id, [["", "as the service does"], ...values.map((value) => [value, value])], state[field] ?? "");
  }
  $("compare").querySelector(`[value="${state.compare}"]`).checked = true;
  once("stages", [order, state.stages, Object.fromEntries(stage.opacities)], () =>
    showStages($("stages"), { names: order, chosen: state.stages ?? [], opacities: stage.opacities }, stageActions));
  $("fit").ariaPressed = String(!state.zoom);
  const scale = Number(state.zoom?.split(",")[0]);
  $("actual").ariaPressed = String(Math.abs(scale * devicePixelRatio - 1) < 0.001);
  $("zoom-text").textContent = state.zoom ? `${Math.round(scale * devicePixelRatio * 100)} %` : "";
}

const stageActions = {
  toggle(name, isShown) {
    change({ stages: order.filter((other) => (other === name ? isShown : state.stages.includes(other))), opacities: opacities() });
  },
  fade(name, opacity) {
    stage.opacities.set(name, opacity);
    drawn.set("stages", JSON.stringify([order, state.stages, Object.fromEntries(stage.opacities)])); // The slider shows it already.
    stage.compose();
    change({ opacities: opacities() }, { isStep: true });
  },
  move(name, places) {
    const index = order.indexOf(name);
    [order[index], order[index + places]] = [order[index + places], order[index]];
    change({ stages: order.filter((other) => state.stages.includes(other)), opacities: opacities() });
  },
};

function opacities() {
  const values = state.stages.map((name) => String(stage.opacities.get(name) ?? 1));
  return values.some((value) => value !== "1") ? values : undefined;
}

function renderFilters(style) {
  $("confidence").value = state.min_confidence;
  $("confidence-text").textContent = state.min_confidence.toFixed(2);
  for (const [name, value] of Object.entries({ kept: state.kept, dropped: state.dropped })) {
    const box = $(`box-${name}`);
    if (box) box.checked = value;
  }
  const stages = state.stages ?? [];
  const filter = filterQuery(without(style, "classes"));
  once("counts", [state.timeline, state.job, stages, filter, state.classes, state.tracks, JSON.stringify(timeline)], () =>
    trying("counts", async () => {
      const addresses = stages.map((name) => ({ timeline: state.timeline, job: state.job, stage: name }));
      const [summaries, tracks] = await Promise.all([
        Promise.all(addresses.map((one) => service.summary(one, isOpen(filterIn(filter)) ? filter : ""))),
        Promise.all(addresses.map((one) => service.tracks(one))),
      ]);
      if (JSON.stringify(stages) !== JSON.stringify(state.stages)) return;
      showCounts(summaries, tracks.flat(), Object.fromEntries(stages.map((name, index) => [name, summaries[index]])));
    }));
}

let summaries = {};

function showCounts(list, tracks, byStage) {
  summaries = byStage;
  const counts = {};
  for (const { totals } of list) for (const [name, number] of Object.entries(totals.classes)) counts[name] = (counts[name] ?? 0) + number;
  const sum = (name) => count(list.reduce((sum, { totals }) => sum + totals[name], 0));
  const box = (name, label) => {
    const made = checkbox(label, state[name], (isShown) => change({ [name]: isShown }), element("span", { className: "count" }, sum(name)));
    made.firstChild.id = `box-${name}`;
    return made;
  };
  const focused = document.activeElement?.id;
  $("statuses").replaceChildren(box("kept", "Kept"), box("dropped", "Dropped"));
  if (focused?.startsWith("box-")) $(focused)?.focus();
  showClasses($("classes"), { counts, classes: state.classes }, (classes) => change({ classes }));
  showTracks({ list: $("track-list"), input: $("track"), options: $("tracks") }, { known: tracks, tracks: state.tracks }, (tracks) => change({ tracks }));
  renderFound();
}

// What was found on the frame.

const table = new DetectionTable($("detections"), {
  highlight(row) {
    stage.highlight(row && { stage: row.stage, path: row.detection.path });
  },
  pin: ({ stage: name, detection }) => select(name, detection),
});

function select(name, detection) {
  const isPinned = isSelected(stage.selection, name, detection);
  const selected = isPinned ? undefined : [name, String(detection.track_id ?? ""), detection.path];
  change({ selected }, { isStep: true });
}

function renderFound() {
  const { selection } = stage;
  table.select(selection);
  const rows = [...found].flatMap(([name, { detections }]) => detections.map((detection) => ({ stage: name, detection })));
  const filter = filterIn(address.style(state));
  const isVisible = ({ detection }) => (detection.status === "dropped" ? state.dropped : state.kept) && isShown(detection, filter);
  once("table", [rows.map(({ stage, detection }) => [stage, detection.path]), foundAt, address.style(state), state.kept, state.dropped], () =>
    table.show(rows.filter(isVisible), rows.length, selection));
  once("warnings", [foundAt, [...found.keys()], Object.keys(summaries)], () =>
    showWarnings($("warnings"), found, Object.entries(summaries)));
  const pinned = rows.find(({ stage: name, detection }) => isSelected(selection, name, detection))?.detection;
  once("selection", [selection, pinned, foundAt, state.frame, frames.length], () => trying("selection", () => renderSelection(selection, pinned)));
}

async function renderSelection(selection, detection) {
  const one = selection && { timeline: state.timeline, job: state.job, stage: selection.stage };
  const track = selection?.track === undefined ? undefined : await service.track(one, selection.track);
  if (stage.selection?.path !== selection?.path || stage.selection?.track !== selection?.track) return;
  pinnedTrack = track;
  showSelection($("selection"), { selection, detection, track, frame: state.frame, frames }, {
    go: (frame) => go(frame),
    only: (track) => change({ tracks: [String(track)] }),
    close: () => change({ selected: undefined }, { isStep: true }),
  });
}

let foundAt = -1;
let pinnedTrack;

// Moving.

function go(frame, { isStep = true } = {}) {
  if (frame === undefined || frame === state.frame) return false;
  change({ frame }, { isStep });
  return true;
}

const step = (places) => frames.length > 0 && go(frames.step(state.frame, places));

function find(text) {
  const frame = frames.find(text);
  if (frame === undefined) return status.warn(`There is no frame “${text}”: it takes a number, a time as 4.2s or 1:02.5, or a part of a key.`, "find");
  go(frame, { isStep: false });
}

const player = new Player({
  button: $("play"),
  rate: () => Number($("rate").value) || 10,
  step: () => step(1),
  rewind: () => state.frame === frames.last?.frame && go(frames.first.frame),
});

function stepInTrack(direction) {
  const numbers = pinnedTrack?.frames.map(({ frame }) => frame) ?? [];
  go(direction < 0 ? numbers.findLast((number) => number < state.frame) : numbers.find((number) => number > state.frame));
}

// What the elements tell.

stage.addEventListener("framechange", ({ detail: { frame, orientation } }) => {
  $("place").textContent = frames.length ? placeText(frames, frame) : `frame ${frame}`;
  give(strip, { orientation: orientation > 1 ? orientation : undefined });
  if (frame === state.frame) player.shown();
  table.wait();
  status.succeeded("stage");
  status.succeeded("find");
});
stage.addEventListener("detections", ({ detail }) => {
  found = detail.found;
  foundAt = detail.frame;
  renderFound();
});
stage.addEventListener("select", ({ detail: { selection, detection } }) => {
  if (detection) select(selection.stage, detection);
  else change({ selected: undefined }, { isStep: true });
});
stage.addEventListener("hover", ({ detail }) => table.highlight(detail));
stage.addEventListener("zoomchange", ({ detail: { zoom } }) => change({ zoom }, { isStep: true }));
stage.addEventListener("problem", ({ detail: { problem } }) => {
  player.stop();
  status.fail(problem, "stage", () => stage.reload({ rows: false }));
});
strip.addEventListener("framechange", ({ detail: { frame } }) => go(frame));
strip.addEventListener("dragstart", () => player.hold(true));
strip.addEventListener("dragend", () => player.hold(false));
strip.addEventListener("rangechange", ({ detail: { range } }) => change({ range }, { isStep: true }));
strip.addEventListener("problem", ({ detail: { problem } }) => status.fail(problem, "strip", () => strip.reload()));

/** New frames and rows appear by themselves; what a person looks at stays where it is. */
const follower = new Follower({
  ask: () => service.timeline(state.timeline),
  async changed(answer, { rows, frames: hasFrames }) {
    timeline = answer;
    if (rows) service.forget({ frames: false });
    if (hasFrames) frames = await service.moreFrames(state.timeline);
    if (rows) stage.reload();
    strip.reload();
    if (!state.stages?.length || !state.job) Object.assign(state, { job: "", stages: undefined });
    openJob();
  },
  growing: (isGrowing) => strip.toggleAttribute("growing", isGrowing),
  failed: (problem) => status.fail(problem, "follow", () => follower.look()),
});

// What a person does.

const on = (id, type, act) => $(id).addEventListener(type, () => act($(id)));
on("timeline", "change", ({ value }) => {
  if (!value.trim() || value.trim() === state.timeline) return;
  state = { ...address.standard, timeline: value.trim(), isNew: true };
  trying("timeline", openTimeline);
});
on("job", "change", ({ value }) => {
  Object.assign(state, { job: value, stages: undefined, opacities: undefined, selected: undefined, classes: undefined, tracks: undefined });
  history.pushState(null, "", address.write(state));
  openJob();
});
on("find", "change", ({ value }) => value && find(value));
on("confidence", "input", ({ value }) => ($("confidence-text").textContent = Number(value).toFixed(2)));
on("confidence", "change", ({ value }) => change({ min_confidence: Number(value) }));
on("track", "change", (input) => {
  const track = input.value.trim();
  input.value = "";
  if (track) change({ tracks: [...new Set([...(state.tracks ?? []), track])] });
});
$("compare").addEventListener("change", ({ target }) => change({ compare: target.value }));
on("compare-job", "change", ({ value }) => change({ compare_job: value, ...(state.compare === "off" && { compare: "swipe" }) }));
on("compare-stage", "change", ({ value }) =>
  change({ compare_stages: value ? [value] : undefined, ...(state.compare === "off" && { compare: "swipe" }) }));
on("color-by", "change", ({ value }) => change({ color_by: value || undefined }));
on("box-shape", "change", ({ value }) => change({ box_shape: value || undefined }));
on("go-to", "change", ({ value }) => find(value));
on("previous", "click", () => step(-1));
on("next", "click", () => step(1));
on("fit", "click", () => stage.fit());
on("actual", "click", () => stage.actualPixels());
on("help-button", "click", () => $("help").showModal());

/** The overlay of the uppermost stage, in the style that is shown. */
function picture() {
  const name = state.stages?.at(-1);
  if (!name) throw new Error("Choose a stage first.");
  const style = [address.style(state), state.dropped && `dropped=${state.kept ? "ghost" : "only"}`].filter(Boolean).join("&");
  return { address: { timeline: state.timeline, job: state.job, stage: name }, frame: state.frame, style };
}

function sharing(id, work) {
  on(id, "click", async () => {
    try {
      status.tell(await work());
      status.succeeded(id);
    } catch (problem) {
      if (problem.status === 401) status.fail(problem, id, () => $(id).click());
      else status.warn(problem.message, id);
    }
  });
}

sharing("copy-link", async () => {
  clearTimeout(writing);
  history.replaceState(null, "", address.write(state));
  await copy(location.href);
  return "The link is copied.";
});
sharing("copy-picture", async () => {
  const { address, frame, style } = picture();
  const { url, expires_at } = await service.overlay(address, frame, style);
  await copy(url);
  return `The link of the stored picture of ${address.stage} is copied; it opens until ${expires_at}.`;
});
sharing("download", async () => {
  const { address, frame, style } = picture();
  const blob = await service.overlayPicture(address, frame, style);
  download(blob, pictureName(address, frame, blob.type));
  return `The picture of ${address.stage} is downloaded.`;
});
sharing("copy-curl", async () => {
  const { address, frame, style } = picture();
  await copy(curlLine(service, address, frame, style));
  return "The curl line is copied.";
});
sharing("copy-rerender", async () => {
  const { address, frame, style } = picture();
  await copy(rerenderLine(address, frame, fieldsIn(style)));
  return "The command is copied.";
});

fillHelp($("help").querySelector("dl"));
listen({
  step: (event) => step(stepsOf(event)),
  play: () => $("play").click(),
  goTo: () => $("go-to").select(),
  find: () => $("find").select(),
  fit: () => stage.fit(),
  actual: () => stage.actualPixels(),
  zoom: ({ key }) => stage.zoomBy(key === "+" ? 1.25 : 0.8),
  dropped: () => change({ dropped: !state.dropped }),
  blink: () => stage.blink(),
  track: ({ key }) => stepInTrack(key === "[" ? -1 : 1),
  letGo: () => change({ selected: undefined }, { isStep: true }),
  copyLink: () => $("copy-link").click(),
  help: () => $("help").showModal(),
});

if (state.timeline) trying("timeline", openTimeline);
trying("timelines", listTimelines);
