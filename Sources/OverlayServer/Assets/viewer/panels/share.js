import { seenStyle } from "../state/address.js";
import { decoded, fieldsIn } from "../state/query.js";
import { fileName, save } from "./save.js";

/** Takes elsewhere what is looked at: the link, and of the uppermost stage the picture and what makes it. */
export class SharePanel {
  /** `copy`: puts a text into the clipboard. */
  constructor($, { sight, service, status, copy }) {
    Object.assign(this, { sight, service, status, copy });
    const works = {
      "copy-link": () => this.#link(),
      "copy-picture": () => this.#pictureLink(),
      download: () => this.#download(),
      "copy-curl": () => this.#curl(),
      "copy-rerender": () => this.#rerender(),
    };
    for (const [id, work] of Object.entries(works)) $(id).addEventListener("click", () => this.#share(id, work));
  }

  async #share(id, work) {
    try {
      this.status.tell(await work());
      this.status.succeeded(id);
    } catch (problem) {
      if (problem.status === 401) this.status.fail(problem, id, () => this.#share(id, work));
      else this.status.warn(problem.message, id);
    }
  }

  async #link() {
    await this.copy(this.sight.link);
    return "The link is copied.";
  }

  async #pictureLink() {
    const { address, frame, style } = this.#picture;
    const { url, expires_at } = await this.service.overlay(address, frame, style);
    await this.copy(url);
    return `The link of the stored picture of ${address.stage} is copied; it opens until ${new Date(expires_at).toLocaleTimeString()}.`;
  }

  async #download() {
    const { address, frame, style } = this.#picture;
    const blob = await this.service.overlayPicture(address, frame, style);
    save(blob, pictureName(address, frame, blob.type));
    return `The picture of ${address.stage} is downloaded.`;
  }

  async #curl() {
    const { address, frame, style } = this.#picture;
    const token = this.service.token() ? `-H "Authorization: Bearer $OVERLAY_API_TOKEN" ` : "";
    const url = String(this.service.overlayURL(address, frame, style));
    await this.copy(`curl -fH 'Accept: image/*' ${token}-o ${quoted(pictureName(address, frame))} ${quoted(url)}`);
    return "The curl line is copied.";
  }

  async #rerender() {
    const { address, frame, style } = this.#picture;
    const options = { ...address, frames: frame, ...fieldsIn(style) };
    const words = Object.entries(options).map(
      ([name, value]) => `--${name.replaceAll("_", "-")} ${quoted(decoded(String(value)))}`,
    );
    await this.copy(`overlay-server --rerender ${words.join(" ")}`);
    return "The command is copied.";
  }

  /** The overlay of the uppermost stage, in the style that is shown. */
  get #picture() {
    const { state } = this.sight;
    const stage = state.stages?.at(-1);
    if (!stage) throw new Error("Choose a stage first.");
    return {
      address: { timeline: state.timeline, job: state.job, stage },
      frame: state.frame,
      style: seenStyle(state),
    };
  }
}

/** As a shell takes it: one word. */
const quoted = (text) => (/^[\w./:=,%@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

function pictureName({ timeline, stage }, frame, type = "image/jpeg") {
  return fileName([timeline, stage, frame], type === "image/png" ? "png" : "jpg");
}
