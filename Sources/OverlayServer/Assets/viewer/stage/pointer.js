// What a mouse, a finger or a pen does to a stage: pointing, pinning, panning, zooming, swiping.

const clickSlack = 4; // Pixels that a hand moves while it clicks.

/** `act`: point(x, y) or point() where it left, pin(x, y), pan(dx, dy), zoom(factor, x, y), swipe(0…1). */
export function followPointer(area, line, act) {
  let start;
  let last;

  const place = ({ clientX, clientY }) => {
    const { left, top, width } = area.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top, width };
  };

  area.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.matches("input")) return;
    area.setPointerCapture(event.pointerId);
    start = last = { ...place(event), isSwipe: event.target === line };
  });
  area.addEventListener("pointermove", (event) => {
    const now = place(event);
    if (!start) return act.point(now.x, now.y);
    if (start.isSwipe) return act.swipe(Math.min(Math.max(now.x / now.width, 0), 1));
    if (!area.classList.contains("panning") && Math.hypot(now.x - start.x, now.y - start.y) < clickSlack) return;
    area.classList.add("panning");
    act.pan(now.x - last.x, now.y - last.y);
    last = now;
  });
  const end = (event) => {
    const isClick = start && !start.isSwipe && !area.classList.contains("panning") && event.type === "pointerup";
    start = undefined;
    area.classList.remove("panning");
    if (isClick) act.pin(place(event).x, place(event).y);
  };
  area.addEventListener("pointerup", end);
  area.addEventListener("pointercancel", end);
  area.addEventListener("pointerleave", () => act.point());
  area.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { x, y } = place(event);
      act.zoom(2 ** (-event.deltaY / (event.deltaMode ? 10 : 300)), x, y);
    },
    { passive: false },
  );
}
