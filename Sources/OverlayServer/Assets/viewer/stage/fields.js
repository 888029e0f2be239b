/** All that a stage said of a detection, as pairs of a name and a text. */
export function fields(stage, detection) {
  const { label, confidence, track_id, class_id, path, status, reason, ...rest } = detection;
  const { bbox, polygon, polyline, quad, mask, keypoints, attributes, skeleton, ...others } = rest;
  const said = { stage, label, confidence, track_id, class_id, status: reason ? `${status} (${reason})` : status, ...others };
  const told = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  if (bbox) told.bbox = bbox.map((value) => Number(value.toFixed(1))).join(", ");
  for (const [name, points] of Object.entries({ polygon, polyline, quad, keypoints })) {
    if (points) told[name] = `${points.length} points`;
  }
  if (mask) told.mask = mask.key ?? `${mask.size[1]} × ${mask.size[0]}`;
  if (attributes !== undefined) told.attributes = typeof attributes === "string" ? attributes : JSON.stringify(attributes);
  told.path = path;
  return Object.entries(told).map(([name, value]) => [name, String(value)]);
}
