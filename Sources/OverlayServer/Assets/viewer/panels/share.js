import { decoded } from "../state/query.js";

// What makes the picture that is looked at, to be taken elsewhere: the uppermost stage's overlay.

/** As a shell takes it: one word. */
const quoted = (text) => (/^[\w./:=,%@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

export function curlLine(service, address, frame, style) {
  const url = service.overlayURL(address, frame, style);
  const token = service.token() ? `-H "Authorization: Bearer $OVERLAY_API_TOKEN" ` : "";
  return `curl -fH 'Accept: image/*' ${token}-o ${quoted(pictureName(address, frame))} ${quoted(String(url))}`;
}

export function rerenderLine({ timeline, job, stage }, frame, styleFields) {
  const options = { timeline, job, stage, frames: frame, ...styleFields };
  const words = Object.entries(options).map(([name, value]) => `--${name.replaceAll("_", "-")} ${quoted(decoded(String(value)))}`);
  return `overlay-server --rerender ${words.join(" ")}`;
}

export function pictureName({ timeline, stage }, frame, type = "image/jpeg") {
  const name = `${timeline}-${stage}-${frame}`.replaceAll(/[^\w.-]+/g, "_");
  return `${name}.${type === "image/png" ? "png" : "jpg"}`;
}

export function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
