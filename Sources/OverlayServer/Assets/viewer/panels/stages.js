import { button, checkbox, element, replace } from "./element.js";

/**
 * The stages as layers: shown or not, how opaque, which above which; the uppermost first.
 * `names` from the lowest to the uppermost. `act`: toggle(name, isShown), fade(name, opacity), move(name, places).
 */
export function showStages(group, { names, chosen, opacities }, act) {
  const rows = names.toReversed().map((name, index) => {
    const slider = element("input", {
      type: "range", min: 0, max: 1, step: 0.05, value: opacities.get(name) ?? 1, ariaLabel: `Opacity of ${name}`,
      dataset: { focus: `opacity ${name}` },
    });
    slider.addEventListener("input", () => act.fade(name, Number(slider.value)));
    const mover = (text, label, places, isLast) =>
      button(text, () => act.move(name, places), {
        ariaLabel: `Move ${name} ${label}`, title: `Draw ${places > 0 ? "above" : "below"}`, className: "small", disabled: isLast,
        dataset: { focus: `move ${label} ${name}` },
      });
    return element(
      "div",
      { className: "stage" },
      checkbox(name, chosen.includes(name), (isShown) => act.toggle(name, isShown)),
      slider,
      element("span", { className: "movers" }, mover("↑", "up", 1, index === 0), mover("↓", "down", -1, index === names.length - 1)),
    );
  });
  const nothing = element("p", { className: "muted" }, "This job has no stage that reports detections.");
  replace(group, group.querySelector("legend"), ...(rows.length ? rows : [nothing]));
}
