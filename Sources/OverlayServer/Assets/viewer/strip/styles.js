// The strip's own look; a host changes it by custom properties and ::part(thumbnails), ::part(bars), ::part(lines), ::part(slider), ::part(preview).

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; color: inherit; font: 12px/1.4 system-ui, sans-serif; user-select: none; }
  section { display: grid; gap: 4px; position: relative; }
  #track { display: grid; gap: 4px; touch-action: none; cursor: pointer; }
  #thumbnails { display: flex; height: 54px; overflow: hidden; background: var(--overlay-strip-background, #8882); border-radius: 4px; }
  #thumbnails canvas { height: 54px; flex: none; object-fit: cover; }
  #lines { width: 100%; height: 56px; border-radius: 4px; background: var(--overlay-strip-background, #8882); }
  #bars { width: 100%; height: 40px; border-radius: 4px; background: #101214; }
  #kinds { display: flex; flex-wrap: wrap; gap: 2px 14px; }
  #kinds small { font-size: 12px; color: var(--overlay-muted, inherit); }
  #kinds i { display: inline-block; width: 10px; height: 10px; margin-right: 5px; border-radius: 2px; }
  #bars[hidden], #kinds[hidden], #preview small:empty { display: none; }
  #below { display: flex; align-items: center; gap: 12px; }
  #below small { font-size: 12px; white-space: nowrap; color: var(--overlay-muted, inherit); }
  #below small i { display: inline-block; width: 12px; margin-right: 4px; vertical-align: middle; border-top: 2px solid; }
  #kept { color: light-dark(#005a8d, #56b4e9); } #dropped { color: light-dark(#8a4f00, #e69f00); }
  #confidence { color: light-dark(#00674b, #33c79a); } #confidence { border-top-style: dashed !important; }
  #missing { color: light-dark(#8a929a, #6b747d); }
  #more { margin-left: auto; } #more[hidden], #preview[hidden] { display: none; }
  input { flex: 1; min-width: 120px; margin: 0; accent-color: var(--overlay-accent, #56b4e9); }
  button { font: inherit; color: inherit; background: none; border: 1px solid var(--overlay-line, #8886); border-radius: 4px;
    min-width: 26px; height: 24px; cursor: pointer; }
  button:disabled { opacity: 0.4; cursor: default; }
  :focus-visible { outline: 2px solid var(--overlay-accent, #56b4e9); outline-offset: 1px; }
  #preview { position: absolute; bottom: 100%; left: 0; margin-bottom: 6px; padding: 4px; border-radius: 6px; pointer-events: none;
    background: #101214ed; color: #e6e9ec; text-align: center; z-index: 2; box-shadow: 0 1px 6px #0008; }
  #preview canvas { display: block; height: 90px; min-width: 60px; border-radius: 3px; }
  #preview small { display: block; max-width: 260px; font-size: 12px; color: #c4ccd3; }`);
export { sheet as styles };
