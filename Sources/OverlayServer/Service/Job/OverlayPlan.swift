import Render
import Store

/// An overlay that is known down to its name, but not yet drawn.
struct OverlayPlan: Sendable {
    let request: OverlayRequest
    let frame: MeasuredFrame
    let timestamp: Double?
    let scene: ScenePlan
    let key: ObjectKey
    var timings: Timings

    /// What the picture itself says of where it comes from.
    var provenance: String {
        "overlay-server \(OverlayKey.rendererVersion): \(request.stage.timeline)/\(request.stage.job)/\(request.stage.stage), "
            + "frame \(request.frame)"
    }

    var format: Style.Format { request.style.format(for: frame.header) }

    /// The most that drawing it takes, in bytes: the canvas, and where there is a frame under it, the file, the overlay's
    /// file and the decoded picture.
    var memoryByteCount: Int {
        let canvas = frame.header.size.pixelCount * 4
        return format == .transparent ? canvas * 2 : canvas * 2 + frame.identity.byteCount * 2
    }
}
