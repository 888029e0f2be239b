// The stage's own look; a host changes it by custom properties and ::part(picture), ::part(badge), ::part(card).

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; position: relative; overflow: hidden; font: 13px/1.4 system-ui, sans-serif;
    background: var(--overlay-stage-background, #101214); }
  #window { position: absolute; inset: 0; overflow: hidden; touch-action: none; cursor: crosshair; outline-offset: -2px; }
  #window.panning { cursor: grabbing; }
  .sheet { position: absolute; inset: 0; overflow: hidden; }
  .sheet[hidden] { display: none; }
  :host([compare="side"]) .sheet { width: 50%; }
  :host([compare="side"]) #second { left: 50%; border-left: 1px solid #fff8; }
  :host([compare="swipe"]) #second { clip-path: inset(0 0 0 var(--swipe, 50%)); }
  .paper { position: absolute; transform-origin: 0 0; }
  canvas, svg { position: absolute; left: 0; top: 0; }
  svg { overflow: visible; pointer-events: none; }
  svg * { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
  .under { stroke: #000a; stroke-width: 5px; }
  .hovered { stroke: #fff; stroke-width: 2px; stroke-dasharray: 5 4; }
  .selected { stroke: #fff; stroke-width: 2.5px; }
  [part="badge"] { position: absolute; top: 8px; left: 8px; padding: 2px 8px; border-radius: 4px; background: #101214d9; color: #fff; }
  :host([compare="swipe"]) #second [part="badge"] { left: auto; right: 8px; }
  [part="badge"][hidden], [part="card"][hidden], #swipe[hidden], #loading[hidden] { display: none; }
  #swipe { position: absolute; inset: auto 0 8px; width: 100%; margin: 0; accent-color: var(--overlay-accent, #56b4e9); }
  #line { position: absolute; top: 0; bottom: 0; left: var(--swipe, 50%); width: 13px; margin-left: -6px; cursor: ew-resize;
    background: linear-gradient(#fff, #fff) center / 1px 100% no-repeat; filter: drop-shadow(0 0 1px #000); }
  #line::after { content: "⇔"; position: absolute; top: 50%; left: 50%; translate: -50% -50%; padding: 0 6px; border-radius: 9px;
    background: #fff; color: #101214; font-size: 12px; }
  :host(:not([compare="swipe"])) #line { display: none; }
  [part="card"] { position: absolute; left: 0; top: 0; max-width: min(360px, 90%); margin: 0; padding: 6px 10px; border-radius: 6px;
    background: #101214ed; color: #e6e9ec; pointer-events: none; font-size: 12px; display: grid; grid-template-columns: auto 1fr;
    gap: 0 10px; box-shadow: 0 1px 6px #0008; }
  [part="card"] dt { color: #9aa4ae; } [part="card"] dd { margin: 0; overflow-wrap: anywhere; }
  #loading { position: absolute; right: 8px; top: 8px; padding: 2px 8px; border-radius: 4px; background: #101214d9; color: #fff; }`);
export { sheet as styles };
