// The two elements of the viewer, for any page: <overlay-strip> and <overlay-stage>.
import { OverlayStage } from "./stage/overlay-stage.js";
import { OverlayStrip } from "./strip/overlay-strip.js";

customElements.define("overlay-stage", OverlayStage);
customElements.define("overlay-strip", OverlayStrip);

export { OverlayStage, OverlayStrip };
export { Service } from "./api/service.js";
