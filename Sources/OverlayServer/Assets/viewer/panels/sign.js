/** The server's mark for a kind of difference: its sign in a square of its color. */
export function sign({ sign, color }) {
  const svg = made("svg", { viewBox: "0 0 20 20", class: "sign", "aria-hidden": "true" });
  svg.append(
    made("rect", { width: 20, height: 20, rx: 4, fill: color }),
    made("path", { d: sign, fill: "none", stroke: "#101014", "stroke-width": 2.4, "stroke-linecap": "round", "stroke-linejoin": "round" }),
  );
  return svg;
}

function made(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}
