package import Render
import Store

/// What is known of a clip before its first frame is drawn.
package struct ClipPlan: Sendable {
    package let request: ClipRequest
    /// In frames a second.
    package let fps: Double
    let canvas: ClipCanvas

    package var size: PixelSize { canvas.size }

    /// Where nobody says when frames are.
    private static let standardRate = 10.0

    /// `firstSize`: of the first frame that there is.
    init(request: ClipRequest, firstSize: PixelSize, fps: Double) {
        (self.request, self.fps) = (request, fps)
        canvas = ClipCanvas(
            of: firstSize,
            in: request.container,
            width: request.width,
            isOpaque: request.style.format != .transparent
        )
    }

    /// The frames a second of frames at these times, in seconds: by the distance that is the median of all.
    static func rate(ofTimes times: [Double?]) -> Double {
        let known = times.compactMap(\.self)
        let distances = zip(known, known.dropFirst()).map { abs($1 - $0) }.filter { $0 > 0 }.sorted()
        guard !distances.isEmpty else { return standardRate }
        let rate = 1 / distances[distances.count / 2]
        // Without what rounded decimals leave: 1 / 0.1 is not always 10.
        let rounded = (rate * 1000).rounded() / 1000
        return min(max(rounded, ClipOptions.rates.lowerBound), ClipOptions.rates.upperBound)
    }

    /// What the clip itself says of where it comes from.
    var provenance: String {
        let stage = request.stage
        return "overlay-server \(OverlayKey.rendererVersion): \(stage.timeline)/\(stage.job)/\(stage.stage), "
            + "\(request.frames.count) frames from \(request.frames[0]) on"
    }

    /// The same, for the object that it lies in.
    var metadata: [String: String] {
        [
            "timeline": request.stage.timeline.text, "job": request.stage.job.text, "stage": request.stage.stage.text,
            "frames": String(request.frames.count), "style": request.style.query,
            "renderer": OverlayKey.rendererVersion,
        ]
    }
}
