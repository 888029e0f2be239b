import Foundation
package import Render
package import Store

/// The answer to one request: where the finished overlay lies, and what is on it and what is not.
package struct Overlay: Sendable {
    package let request: OverlayRequest
    package let key: ObjectKey
    package let url: PresignedURL
    package let contentType: String
    /// In seconds from the start of the timeline; `nil` where no stage says so.
    package let timestamp: Double?
    package let size: PixelSize
    package let stored: StoredPicture
    package let report: SceneReport
    package let timings: Timings
}

/// An overlay that lies in the store.
package struct StoredPicture: Sendable {
    package let byteCount: Int
    /// `nil` for one that was there before.
    package let way: OverlayWay?

    /// Whether it was there before.
    package var isCached: Bool { way == nil }
}

/// How long each step of a job took.
package struct Timings: Sendable {
    package private(set) var milliseconds: [String: Double] = [:]
    private var last = ContinuousClock.now

    /// Counts the time since the step before for `step`; rounded to microseconds.
    mutating func mark(_ step: String) {
        let now = ContinuousClock.now
        let duration = (now - last) / .microseconds(1)
        milliseconds[step, default: 0] += duration.rounded() / 1000
        last = now
    }
}
