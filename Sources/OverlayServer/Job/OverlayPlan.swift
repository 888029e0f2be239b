import Render
import Store

/// An overlay that is known down to its name, but not yet drawn.
struct OverlayPlan: Sendable {
    let request: OverlayRequest
    let frame: Frame
    let timestamp: Double?
    let identity: FrameCache.Identity
    let header: ImageHeader
    let scene: ScenePlan
    let key: ObjectKey
    var timings: Timings

    var format: Style.Format { request.style.format(for: header) }
}
