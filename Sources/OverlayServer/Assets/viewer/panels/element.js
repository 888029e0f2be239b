export function element(name, properties = {}, ...children) {
  const { role, dataset, ...rest } = properties;
  const made = Object.assign(document.createElement(name), rest);
  if (role) made.setAttribute("role", role);
  Object.assign(made.dataset, dataset);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function button(text, act, properties = {}) {
  const made = element("button", { type: "button", textContent: text, ...properties });
  made.addEventListener("click", act);
  return made;
}

/** A checkbox with its name, and what stands beside it. */
export function checkbox(name, isChecked, act, beside) {
  const box = element("input", { type: "checkbox", checked: isChecked });
  box.addEventListener("change", () => act(box.checked));
  box.dataset.focus = `box ${name}`;
  return element("label", { className: "check" }, box, element("span", {}, name), beside);
}

/** Replaces children, and leaves the focus where it was: on what has the same `data-focus`. */
export function replace(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  parent.replaceChildren(...children);
  if (focused) parent.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

export const count = (number) => number.toLocaleString("en");
