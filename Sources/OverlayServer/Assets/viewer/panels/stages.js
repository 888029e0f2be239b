import { button, checkbox, element, replace } from "./element.js";
import { note, once } from "./once.js";

/** The stages as layers: shown or not, how opaque, which above which; the uppermost first. */
export class StagePanel {
  constructor(group, sight, stage) {
    Object.assign(this, { group, sight, stage });
  }

  show({ job, stages, opacities }, timeline) {
    this.order = timeline.order(job, stages);
    this.stage.opacities = new Map(stages?.map((name, index) => [name, Number(opacities?.[index] ?? 1)]));
    this.stage.compose();
    once("stages", [this.order, stages, opacities], () => this.#draw(stages ?? []));
  }

  #draw(chosen) {
    const rows = this.order.toReversed().map((name) => this.#row(name, chosen.includes(name)));
    const nothing = element("p", { className: "muted" }, "This job has no stage that reports detections.");
    replace(this.group, this.group.querySelector("legend"), ...(rows.length ? rows : [nothing]));
  }

  #row(name, isShown) {
    const index = this.order.indexOf(name);
    const slider = element("input", {
      type: "range", min: 0, max: 1, step: 0.05, value: this.#opacity(name), ariaLabel: `Opacity of ${name}`,
      disabled: !isShown, dataset: { focus: `opacity ${name}` },
    });
    slider.addEventListener("input", () => this.#fade(name, Number(slider.value)));
    const movers = [this.#mover("↑", "up", name, 1, index + 1 === this.order.length), this.#mover("↓", "down", name, -1, index === 0)];
    return element(
      "div",
      { className: "stage" },
      checkbox(name, isShown, (isShown) => this.#toggle(name, isShown)),
      slider,
      element("span", { className: "movers" }, ...movers),
    );
  }

  #mover(text, direction, name, places, isLast) {
    return button(text, () => this.#move(name, places), {
      ariaLabel: `Move ${name} ${direction}`, title: `Draw ${places > 0 ? "above" : "below"}`, className: "small", disabled: isLast,
      dataset: { focus: `move ${direction} ${name}` },
    });
  }

  #opacity(name) {
    return this.stage.opacities.get(name) ?? 1;
  }

  #toggle(name, isShown) {
    this.#choose((other) => (other === name ? isShown : this.sight.state.stages.includes(other)));
  }

  #move(name, places) {
    const { stages } = this.sight.state;
    const index = this.order.indexOf(name);
    const isPassed = (other) => stages.includes(name) && other in this.order && !stages.includes(this.order[other]);
    let place = index + places;
    while (isPassed(place)) place += places; // What is not shown, so that something is seen to change.
    if (!(place in this.order)) place -= places;
    this.order.splice(place, 0, ...this.order.splice(index, 1));
    this.#choose((other) => this.sight.state.stages.includes(other));
  }

  #choose(isChosen) {
    const stages = this.order.filter(isChosen);
    this.sight.change({ stages, opacities: this.#opacities(stages) });
  }

  #fade(name, opacity) {
    this.stage.opacities.set(name, opacity);
    const { stages } = this.sight.state;
    const opacities = this.#opacities(stages);
    note("stages", [this.order, stages, opacities]); // The slider shows it already.
    this.sight.change({ opacities }, { isStep: true });
  }

  /** As the address has them: none where all are opaque. */
  #opacities(stages) {
    const values = stages.map((name) => String(this.#opacity(name)));
    return values.some((value) => value !== "1") ? values : undefined;
  }
}
