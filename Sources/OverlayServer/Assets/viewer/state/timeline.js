import { FrameIndex } from "./frame-index.js";

/** What there is of one timeline: its frames, and the jobs with their stages. */
export class Timeline {
  #frames = new FrameIndex();
  #isListed = false;
  #early = [];
  /** The service's answer; undefined until it is there. */
  answer;

  constructor(name) {
    this.name = name;
  }

  /** Empty until they are listed. */
  get frames() {
    return this.#frames;
  }

  set frames(frames) {
    this.#frames = frames;
    this.#isListed = true;
    for (const act of this.#early.splice(0)) act();
  }

  /** Acts at once, or as soon as the frames are listed. */
  whenListed(act) {
    if (this.#isListed) act();
    else this.#early.push(act);
  }

  get jobs() {
    return this.answer?.jobs.map(({ job_id }) => job_id) ?? [];
  }

  /** The job that wrote last. */
  get latestJob() {
    const latest = ({ stages }) => Math.max(...stages.map(({ created_at }) => Date.parse(created_at)));
    return this.answer?.jobs.toSorted((one, other) => latest(other) - latest(one))[0]?.job_id;
  }

  /** The job that a job was replayed from; undefined where nothing says so, or it has left nothing here. */
  parentOf(job) {
    const parent = this.answer?.jobs.find(({ job_id }) => job_id === job)?.parent_job_id;
    return this.jobs.includes(parent) ? parent : undefined;
  }

  /** Those that may report detections. */
  stagesOf(job) {
    const stages = this.answer?.jobs.find(({ job_id }) => job_id === job)?.stages ?? [];
    return stages.map(({ stage }) => stage).filter((name) => name !== "extract_frames");
  }

  /** All stages of a job from the lowest layer to the uppermost, those that are chosen in their order. */
  order(job, chosen = []) {
    const stages = this.stagesOf(job);
    const left = [...chosen];
    return [...stages, ...chosen.filter((name) => !stages.includes(name))].map((name) =>
      chosen.includes(name) ? left.shift() : name,
    );
  }
}
