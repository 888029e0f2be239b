// What stands beside the picture: the stages as layers, and what is to be said of this frame.

/** A checkbox and an opacity for each stage. */
export function showStages(group, names, chosen, { toggle, fade }) {
  const rows = names.map((name) => {
    const row = element("div", { className: "stage" });
    const box = element("input", { type: "checkbox", checked: chosen.includes(name), value: name });
    const label = element("label", {}, box, ` ${name}`);
    const slider = element("input", { type: "range", min: 0, max: 1, step: 0.05, value: 1, ariaLabel: `Opacity of ${name}` });
    box.addEventListener("change", () => toggle(names.filter((_, index) => boxes[index].checked)));
    slider.addEventListener("input", () => fade(name, Number(slider.value)));
    row.append(label, slider);
    return row;
  });
  const boxes = rows.map((row) => row.querySelector("input"));
  group.replaceChildren(group.querySelector("legend"), ...rows);
}

/** What was skipped on the frame, and every warning; `isWanted` says whether it still is looked at. */
export async function showWarnings(region, service, state, frame, isWanted) {
  const found = await Promise.all(
    state.stages.map(async (stage) => {
      const answer = await service.detections({ ...state, stage }, frame).catch(() => undefined);
      return { stage, answer };
    }),
  );
  if (!isWanted()) return;
  const lines = found.flatMap(({ stage, answer }) => {
    if (!answer) return [];
    const notices = [...answer.warnings, ...answer.skipped].map(({ detail, path }) => ({ stage, detail, path }));
    if (!answer.detections.length) notices.push({ stage, detail: "This stage reported nothing on this frame." });
    return notices;
  });
  const items = lines.map(({ stage, detail, path }) =>
    element("li", {}, detail, element("span", {}, [stage, path].filter(Boolean).join(" "))),
  );
  region.replaceChildren(...(items.length ? [element("h2", {}, "Warnings"), element("ul", {}, ...items)] : []));
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
