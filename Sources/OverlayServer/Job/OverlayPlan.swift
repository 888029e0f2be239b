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

    /// What the picture itself says of where it comes from.
    var provenance: String {
        "overlay-server \(OverlayKey.rendererVersion): \(request.stage.timeline)/\(request.stage.job)/\(request.stage.stage), "
            + "frame \(request.frame)"
    }

    var format: Style.Format { request.style.format(for: header) }
}
