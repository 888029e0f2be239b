import { button, checkbox, count, element, replace } from "./element.js";

/**
 * Classes with the counts of all frames; `classes`: those that are shown, undefined for all.
 * `act`: the new `classes`.
 */
export function showClasses(group, { counts, classes }, act) {
  const names = Object.keys(counts).sort((one, other) => counts[other] - counts[one] || one.localeCompare(other));
  const all = [...names, ...(classes ?? []).filter((name) => !names.includes(name))];
  const isShown = (name) => !classes || classes.includes(name);
  const rows = all.map((name) =>
    checkbox(
      name,
      isShown(name),
      (isChecked) => {
        const next = all.filter((other) => (other === name ? isChecked : isShown(other)));
        act(next.length === all.length ? undefined : next);
      },
      element("span", { className: "count" }, count(counts[name] ?? 0)),
    ),
  );
  const only = classes && button("All classes", () => act(undefined), { className: "link" });
  replace(group, group.querySelector("legend"), ...rows, ...(only ? [only] : []));
}

/** Tracks that are shown alone, each to be taken away again; and those that there are, to choose from. */
export function showTracks({ list, input, options }, { known, tracks }, act) {
  const chips = (tracks ?? []).map((track) =>
    button(`${track} ×`, () => act(tracks.length > 1 ? tracks.filter((other) => other !== track) : undefined), {
      ariaLabel: `Show not only track ${track}`, className: "small", dataset: { focus: `track ${track}` },
    }),
  );
  replace(list, ...chips);
  input.placeholder = known.length ? `all ${count(known.length)}` : "none";
  const option = ({ id, label, count: detections, first_frame, last_frame }) =>
    element("option", { value: id, label: `${label ?? "track"} ${id}: ${detections} on ${first_frame}–${last_frame}` });
  options.replaceChildren(...known.slice(0, 500).map(option));
}
