/** A track is followed from frame to frame; what has none is known by its place in the stage output. */
export function isSelected(selection, stage, detection) {
  if (selection?.stage !== stage) return false;
  if (selection.track !== undefined) return String(detection.track_id) === String(selection.track);
  return selection.path === detection.path;
}
