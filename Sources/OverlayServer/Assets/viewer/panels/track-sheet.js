import { fileName } from "./save.js";

/** One picture of all that a track was seen as, in a panel of its own. */
export class TrackSheet {
  #parts;
  #loading = new AbortController();
  #url;

  constructor(dialog, { service, trying }) {
    Object.assign(this, { dialog, service, trying });
    const [title, note, picture, download] = ["h2", "p", "img", "a"].map((name) => dialog.querySelector(name));
    this.#parts = { title, note, picture, download };
    dialog.addEventListener("close", () => this.#forget());
  }

  open(address, track) {
    const { title, note, picture, download } = this.#parts;
    title.textContent = `Track ${track} of ${address.stage}`;
    note.textContent = "Being drawn…";
    note.hidden = false;
    picture.hidden = download.hidden = true;
    this.dialog.showModal();
    return this.trying("sheet", () => this.#load(address, track));
  }

  async #load(address, track) {
    const { note, picture, download } = this.#parts;
    const { signal } = (this.#loading = new AbortController());
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const blob = await this.service.sheet(address, track, signal);
      if (signal.aborted) return;
      this.#url = picture.src = download.href = URL.createObjectURL(blob);
      picture.alt = `Contact sheet of track ${track}`;
      download.download = fileName([address.timeline, address.stage, "track", track], "png");
      picture.hidden = download.hidden = false;
      note.hidden = true;
    } catch (problem) {
      this.dialog.close(); // What is said of it stands beneath.
      throw problem;
    }
  }

  #forget() {
    this.#loading.abort();
    this.#parts.picture.removeAttribute("src");
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }
}
