// The kinds of what may differ between two stages on a frame, as the server marks them: each with its color, and its sign in a square of side 20.
export const kinds = [
  { name: "same", words: "same", color: "#c8c8c8", sign: "M6 8h8M6 12h8" },
  { name: "moved", words: "moved", color: "#6fc3f2", sign: "M5 10h10M11 6l4 4l-4 4" },
  { name: "class_changed", words: "class changed", color: "#ee9bcb", sign: "M5.6 8h8.8M5.6 12h8.8M12.4 4.8l-4.8 10.4" },
  { name: "confidence_changed", words: "confidence changed", color: "#f2e750", sign: "M10 15v-9.4M6 9.6l4-4l4 4" },
  { name: "added", words: "added", color: "#2bd9a0", sign: "M10 5v10M5 10h10" },
  { name: "lost", words: "lost", color: "#ff7433", sign: "M6 6l8 8M14 6l-8 8" },
  { name: "identity_switched", words: "identity switched", color: "#b9a6ff", sign: "M5 7.6h10M12 4.8l3 2.8M5 12.4h10M8 15.2l-3-2.8" },
];

const names = kinds.map(({ name }) => name);

/** Whether things of a kind are shown; `chosen`: the names of those that are, undefined for all. */
export const isOn = (name, chosen) => !chosen || chosen.includes(name);

/** Those that differ and are shown, in their order. */
export const differing = (chosen) => kinds.filter(({ name }) => name !== "same" && isOn(name, chosen));

/** The names that a person has chosen once one is switched; undefined where all are, whatever order they came in. */
export function switched(chosen, name, isShown) {
  const next = names.filter((other) => (other === name ? isShown : isOn(other, chosen)));
  return next.length === names.length ? undefined : next;
}

/** "5 moved, 2 lost"; empty where nothing of these kinds is counted. */
export function differenceText(counts, chosen) {
  return differing(chosen).filter(({ name }) => counts[name]).map(({ name, words }) => `${counts[name]} ${words}`).join(", ");
}
