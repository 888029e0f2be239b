// Calls the overlay server that this file came from.

/** What went wrong, in a sentence for people; `status` is 0 where nobody answered. */
export class Problem extends Error {
  constructor(status, detail, field) {
    super(detail);
    this.status = status;
    this.field = field;
  }
}

export class Service {
  /** `token`: gives the bearer token, or nothing. */
  constructor({ base = new URL("../../", import.meta.url), token = () => undefined } = {}) {
    this.base = base;
    this.token = token;
  }

  timelines() {
    return this.#json("v1/timelines?limit=1000");
  }

  timeline(timeline) {
    return this.#json(`v1/timelines/${part(timeline)}`);
  }

  /** Numbers and times of all frames. */
  async frames(timeline) {
    const frames = [];
    for (let from = 0; from !== undefined; ) {
      const page = await this.#json(`v1/timelines/${part(timeline)}/frames?from=${from}`);
      frames.push(...page.frames.map(({ frame, timestamp, problem }) => ({ frame, timestamp, problem })));
      from = page.next;
    }
    return frames;
  }

  summary({ timeline, job, stage }, style = "") {
    return this.#json(`${stagePath(timeline, job, stage)}/summary?${style}`);
  }

  /** What the overlay's answer would say of it; stores nothing. */
  detections({ timeline, job, stage }, frame, signal) {
    return this.#json(`${stagePath(timeline, job, stage)}/detections/${frame}`, signal);
  }

  picture(timeline, frame, signal) {
    return this.#bitmap(`v1/timelines/${part(timeline)}/frames/${frame}/picture`, signal);
  }

  thumbnail(timeline, frame, signal) {
    return this.#bitmap(`v1/timelines/${part(timeline)}/frames/${frame}/thumbnail?width=160`, signal);
  }

  /** The overlay alone, of one stage. */
  layer({ timeline, job, stage }, frame, style, signal) {
    const query = new URLSearchParams(style);
    query.set("format", "transparent");
    return this.#bitmap(`${stagePath(timeline, job, stage)}/overlays/${frame}?${query}`, signal);
  }

  async #json(path, signal) {
    return (await this.#fetch(path, "application/json", signal)).json();
  }

  /** Decoded as the server stored it: detectors and overlays know no EXIF orientation. */
  async #bitmap(path, signal) {
    const response = await this.#fetch(path, "image/*", signal);
    return createImageBitmap(await response.blob(), { imageOrientation: "none" });
  }

  async #fetch(path, accept, signal) {
    const headers = { Accept: accept };
    const token = this.token();
    if (token) headers.Authorization = `Bearer ${token}`;
    let response;
    try {
      response = await fetch(new URL(path, this.base), { headers, signal });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Problem(0, "The overlay server does not answer.");
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw new Problem(response.status, problem.detail ?? response.statusText, problem.field);
  }
}

const part = encodeURIComponent;

function stagePath(timeline, job, stage) {
  return `v1/timelines/${part(timeline)}/jobs/${part(job)}/stages/${part(stage)}`;
}
