// Calls the overlay server that this file came from.
import { Comparison } from "../state/comparison.js";
import { FrameIndex } from "../state/frame-index.js";
import { Summary } from "../state/summary.js";
import { Decoder } from "./decoder.js";
import { Problem, read, request } from "./problem.js";

export class Service {
  static #decoder;
  #shared = new Map();

  /** `token`: gives the bearer token, or nothing. */
  constructor({ base = new URL(import.meta.url.split("/viewer/")[0] + "/"), token = () => undefined } = {}) {
    this.base = base;
    this.token = token;
  }

  timelines() {
    return this.#json("v1/timelines?limit=1000");
  }

  timeline(timeline) {
    return this.#json(`v1/timelines/${part(timeline)}`);
  }

  /** All frames, known once they are; `moreFrames` adds those that have come since. */
  frames(timeline) {
    return this.#once(`frames\n${timeline}`, async () => new FrameIndex(await this.#framesFrom(timeline, 0)));
  }

  async moreFrames(timeline) {
    const frames = await this.frames(timeline);
    frames.append(await this.#framesFrom(timeline, frames.length ? frames.last.frame + 1 : 0));
    return frames;
  }

  /** Counts by frame, of what `filter` shows. */
  summary(address, filter = "") {
    const path = `${stagePath(address)}/summary?${filter}`;
    return this.#once(path, async () => new Summary(await this.#json(path)));
  }

  tracks(address) {
    const path = `${stagePath(address)}/tracks`;
    return this.#once(path, async () => (await this.#json(path)).tracks);
  }

  track(address, track) {
    const path = `${stagePath(address)}/tracks/${part(track)}`;
    return this.#once(path, () => this.#json(path));
  }

  /** What differs from another stage, in counts by frame; `query`: as `comparisonQuery` gives it. */
  comparison(address, query) {
    const path = `${stagePath(address)}/comparison?${query}`;
    return this.#once(path, async () => new Comparison(await newer("compare", this.#json(path))));
  }

  /** The frames to look at first; `query`: by what, and the reference of a difference. */
  ranking(address, query) {
    const path = `${stagePath(address)}/ranking?${query}`;
    return this.#once(path, async () => (await newer("list the worst frames", this.#json(path))).frames);
  }

  /** Asks anew from now on: rows have changed, or frames are others. */
  forget({ frames = true } = {}) {
    for (const name of this.#shared.keys()) {
      if (frames || !name.startsWith("frames\n")) this.#shared.delete(name);
    }
  }

  detections(address, frame, signal) {
    return this.#json(`${stagePath(address)}/detections/${frame}`, signal);
  }

  /** Draws and stores it, and says where it lies. */
  overlay(address, frame, style) {
    return this.#json(overlayPath(address, frame, style));
  }

  overlayURL(address, frame, style) {
    return new URL(overlayPath(address, frame, style), this.base);
  }

  /** The overlay's own bytes. */
  async overlayPicture(address, frame, style) {
    return (await this.#fetch(overlayPath(address, frame, style), "image/*")).blob();
  }

  /** Of frames "12-40", as a blob; `received`: told how many bytes there are. */
  clip(address, frames, style, { signal, received }) {
    const path = `${stagePath(address)}/clip?${["frames=" + frames, style].filter(Boolean).join("&")}`;
    const load = async () => read(await this.#fetch(path, "video/mp4, image/apng;q=0.9", signal), received);
    return newer("make clips", load());
  }

  /** All that is seen of a track on one picture, as a blob. */
  sheet(address, track, signal) {
    const load = async () => (await this.#fetch(`${stagePath(address)}/sheet?track=${part(track)}`, "image/png", signal)).blob();
    return newer("make contact sheets", load());
  }

  picture(timeline, frame, signal) {
    return this.#bitmap(`v1/timelines/${part(timeline)}/frames/${frame}/picture`, { signal, isTurned: true });
  }

  async thumbnail(timeline, frame, signal) {
    return (await this.#bitmap(`v1/timelines/${part(timeline)}/frames/${frame}/thumbnail?width=160`, { signal })).bitmap;
  }

  /** The overlay alone, of one stage. */
  layer(address, frame, style, signal) {
    return this.#bitmap(overlayPath(address, frame, [style, "format=transparent"].filter(Boolean).join("&")), { signal });
  }

  async #framesFrom(timeline, first) {
    const frames = [];
    for (let from = first; from !== undefined; ) {
      const page = await this.#json(`v1/timelines/${part(timeline)}/frames?from=${from}`);
      frames.push(...page.frames.map(({ frame, timestamp, key, problem }) => ({ frame, timestamp, key, problem })));
      from = page.next;
    }
    return frames;
  }

  #once(name, load) {
    const known = this.#shared.get(name);
    if (known) return known;
    const loading = load();
    this.#shared.set(name, loading);
    loading.catch(() => this.#shared.delete(name));
    return loading;
  }

  async #json(path, signal) {
    return (await this.#fetch(path, "application/json", signal)).json();
  }

  #fetch(path, accept, signal) {
    return request(new URL(path, this.base), { headers: this.#headers(accept), signal });
  }

  #bitmap(path, options) {
    Service.#decoder ??= new Decoder();
    return Service.#decoder.load(new URL(path, this.base), { headers: this.#headers("image/*"), ...options });
  }

  #headers(accept) {
    const token = this.token();
    return token ? { Accept: accept, Authorization: `Bearer ${token}` } : { Accept: accept };
  }
}

const part = encodeURIComponent;

/** Servers that are older than this page lack the call; what else they do not find, they name. */
async function newer(work, answer) {
  try {
    return await answer;
  } catch (problem) {
    const isMissing = problem.status === 404 && !problem.field;
    throw isMissing ? new Problem(404, `This server is too old to ${work}.`) : problem;
  }
}

function stagePath({ timeline, job, stage }) {
  return `v1/timelines/${part(timeline)}/jobs/${part(job)}/stages/${part(stage)}`;
}

function overlayPath(address, frame, style) {
  return `${stagePath(address)}/overlays/${frame}${style && "?"}${style}`;
}
