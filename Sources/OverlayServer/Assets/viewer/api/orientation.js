// How a camera was held, as EXIF says it: 1…8, 1 where it says nothing (Exif 2.32, 4.6.4, tag 274).

/** { value, at, isLittle }: of the first bytes of a picture; undefined where they have none. */
export function findOrientation(bytes) {
  const view = new DataView(bytes);
  if (view.byteLength < 16) return undefined;
  const start = view.getUint16(0) === 0xffd8 ? startInJPEG(view) : startInPNG(view);
  return start === undefined ? undefined : orientationInTIFF(view, start);
}

/** The same bytes, as if the camera had been held upright. */
export function upright(bytes, { at, isLittle }) {
  const copy = bytes.slice(0);
  new DataView(copy).setUint16(at, 1, isLittle);
  return copy;
}

/** Segments follow each other until the picture's own data; EXIF's is APP1, with a name of six bytes. */
function startInJPEG(view) {
  for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
    if (marker === 0xda) return undefined;
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function startInPNG(view) {
  for (let at = 8; at + 12 < view.byteLength; at += 12 + view.getUint32(at)) {
    if (view.getUint32(at + 4) === 0x65584966) return at + 8;
  }
  return undefined;
}

function orientationInTIFF(view, start) {
  if (start + 8 > view.byteLength) return undefined;
  const isLittle = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, isLittle);
  if (directory + 2 > view.byteLength) return undefined;
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > view.byteLength) return undefined;
    if (view.getUint16(entry, isLittle) !== 274) continue;
    const value = view.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? { value, at: entry + 8, isLittle } : undefined;
  }
  return undefined;
}
