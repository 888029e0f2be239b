// What keys do, and what is said of them.

const plainly = (key) => (event) => event.key === key;
const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -100, PageDown: 100, Home: -Infinity, End: Infinity };

/** name: what `act` calls it, with the event. */
const table = [
  { keys: "← →", text: "previous and next frame", name: "step", meets: ({ key }) => key in steps },
  { keys: "Shift ← →", text: "ten frames" },
  { keys: "Page ↑ ↓", text: "a hundred frames" },
  { keys: "Home, End", text: "first and last frame" },
  { keys: "Space", text: "play, pause", name: "play", meets: plainly(" ") },
  { keys: "g", text: "go to a frame", name: "goTo", meets: plainly("g") },
  { keys: "/", text: "find a frame by number, time or key", name: "find", meets: plainly("/") },
  { keys: "f", text: "fit", name: "fit", meets: plainly("f") },
  { keys: "1", text: "actual pixels", name: "actual", meets: plainly("1") },
  { keys: "+ −", text: "zoom; the wheel too, and dragging moves", name: "zoom", meets: ({ key }) => ["+", "-"].includes(key) },
  { keys: "d", text: "what was dropped, shown or not", name: "dropped", meets: plainly("d") },
  { keys: "b", text: "blink between the two that are compared", name: "blink", meets: plainly("b") },
  { keys: "n, Shift n", text: "next and previous difference", name: "difference", meets: ({ key }) => ["n", "N"].includes(key) },
  { keys: "[ ]", text: "previous and next frame of the pinned track", name: "track", meets: ({ key }) => ["[", "]"].includes(key) },
  { keys: "Esc", text: "let go of what is pinned", name: "letGo", meets: plainly("Escape") },
  { keys: "c", text: "copy the link", name: "copyLink", meets: plainly("c") },
  { keys: "?", text: "this help", name: "help", meets: plainly("?") },
];

/** How many frames a key goes. */
export const stepsOf = ({ key, shiftKey }) => steps[key] * (shiftKey ? 10 : 1);

export function listen(act) {
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (isOwn(event, event.composedPath()[0])) return;
    const found = table.find(({ meets }) => meets?.(event));
    if (!found) return;
    event.preventDefault();
    act[found.name](event);
  });
}

/** Whether the key means something else to what has the focus. */
function isOwn({ key }, target) {
  if (target.matches("input:is([type=text], [type=search], [type=number], [type=password], :not([type])), select, textarea")) return true;
  if (target.matches("input:is([type=range], [type=radio])") && (key in steps || key.startsWith("Arrow"))) return true;
  return key === " " && target.matches("button, input:is([type=checkbox], [type=radio])");
}

export function fillHelp(list) {
  const rows = table.map(({ keys, text }) => [
    Object.assign(document.createElement("dt"), { textContent: keys }),
    Object.assign(document.createElement("dd"), { textContent: text }),
  ]);
  list.replaceChildren(...rows.flat());
}
