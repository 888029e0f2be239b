// How a camera was held, as EXIF says it: 1…8, 1 where it says nothing (Exif 2.32, 4.6.4, tag 274).

export function orientation(bytes) {
  const view = new DataView(bytes);
  const start = view.byteLength > 12 && view.getUint16(0) === 0xffd8 ? startInJPEG(view) : startInPNG(view);
  return start === undefined ? 1 : orientationInTIFF(view, start);
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
  const room = view.byteLength - start;
  if (room < 14) return 1;
  const isLittle = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, isLittle);
  if (directory + 2 > view.byteLength) return 1;
  const count = view.getUint16(directory, isLittle);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > view.byteLength) return 1;
    if (view.getUint16(entry, isLittle) !== 274) continue;
    const value = view.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
