import { isSelected } from "../stage/selection.js";
import { button, count, element } from "./element.js";

const columns = [
  { name: "Stage", value: ({ stage }) => stage },
  { name: "Class", value: ({ detection }) => detection.label ?? detection.class_id ?? detection.text },
  { name: "Confidence", value: ({ detection }) => detection.confidence, text: (value) => value?.toFixed(2) },
  { name: "Track", value: ({ detection }) => detection.track_id },
  { name: "Status", value: ({ detection }) => detection.reason ?? (detection.status === "dropped" ? "dropped" : undefined) },
];
const mostRows = 300;

/** The table of what was found on a frame: sortable; points and pins both ways. `act`: highlight(row or nothing), pin(row). */
export class DetectionTable {
  #rows = [];
  #shown = 0;
  #order = { column: undefined, isDescending: false };
  #limit = mostRows;

  constructor(region, act) {
    Object.assign(this, { region, act });
    this.caption = element("caption", {});
    this.head = element("tr");
    this.body = element("tbody");
    this.more = button("Show all", () => {
      this.#limit = Infinity;
      this.#fill();
    });
    region.append(
      element("table", { ariaLabel: "Detections" }, this.caption, element("thead", {}, this.head), this.body),
      this.more,
    );
    this.#fillHead();
  }

  /** `rows`: { stage, detection }, of which `total` are there with those that are hidden. */
  show(rows, total) {
    this.#rows = rows;
    this.#shown = total;
    this.#limit = mostRows;
    this.region.ariaBusy = "false";
    this.region.classList.toggle("one-stage", new Set(rows.map(({ stage }) => stage)).size < 2);
    this.#fill();
  }

  /** Another frame is looked at, of which nothing is known yet. */
  wait() {
    this.region.ariaBusy = "true";
  }

  select(selection) {
    this.selection = selection;
    this.#mark();
  }

  highlight(hovered) {
    for (const row of this.body.rows) row.classList.toggle("hovered", Boolean(hovered) && row.dataset.name === nameOf(hovered));
  }

  #fillHead() {
    this.head.replaceChildren(
      ...columns.map((column, index) => {
        const cell = element("th", { scope: "col" }, button(column.name, () => this.#sortBy(index)));
        if (this.#order.column === index) cell.ariaSort = this.#order.isDescending ? "descending" : "ascending";
        return cell;
      }),
    );
  }

  #sortBy(column) {
    const isDescending = this.#order.column === column ? !this.#order.isDescending : column === 2;
    this.#order = { column, isDescending };
    this.#fillHead();
    this.head.cells[column].firstChild.focus();
    this.#fill();
  }

  #sorted() {
    const { column, isDescending } = this.#order;
    if (column === undefined) return this.#rows;
    const { value } = columns[column];
    const compare = (one, other) => compareValues(value(one), value(other)) * (isDescending ? -1 : 1);
    return this.#rows.toSorted(compare);
  }

  #fill() {
    const rows = this.#sorted();
    const hidden = this.#shown - rows.length;
    this.caption.textContent = `Detections (${count(rows.length)}${hidden ? `, ${count(hidden)} hidden` : ""})`;
    this.body.replaceChildren(...rows.slice(0, this.#limit).map((row) => this.#row(row)));
    this.more.hidden = rows.length <= this.#limit;
    this.more.textContent = `Show all ${count(rows.length)}`;
    this.#mark();
  }

  #row(row) {
    const { stage, detection } = row;
    const cells = columns.map(({ value, text = String }) => {
      const found = value(row);
      const told = found === undefined ? "–" : text(found);
      return element("td", { title: told }, told);
    });
    const made = element("tr", { tabIndex: 0, dataset: { name: nameOf({ stage, path: detection.path }) } }, ...cells);
    made.classList.toggle("dropped", detection.status === "dropped");
    for (const type of ["pointerenter", "focus"]) made.addEventListener(type, () => this.act.highlight(row));
    for (const type of ["pointerleave", "blur"]) made.addEventListener(type, () => this.act.highlight());
    made.addEventListener("click", () => this.act.pin(row));
    made.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.act.pin(row);
      const next = { ArrowDown: made.nextElementSibling, ArrowUp: made.previousElementSibling }[event.key];
      if (!next) return;
      next.focus();
      event.preventDefault();
      event.stopPropagation();
    });
    return made;
  }

  #mark() {
    const byName = new Map(this.#rows.map((row) => [nameOf({ stage: row.stage, path: row.detection.path }), row]));
    for (const row of this.body.rows) {
      const { stage, detection } = byName.get(row.dataset.name);
      row.ariaSelected = String(isSelected(this.selection, stage, detection));
    }
  }
}

const nameOf = ({ stage, path }) => `${stage}\n${path}`;

/** What is not there comes last, numbers before words. */
function compareValues(one, other) {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en", { numeric: true });
}
