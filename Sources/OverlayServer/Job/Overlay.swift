import Foundation
import Render
import Store

/// The answer to one request: where the finished overlay lies, and what is on it and what is not.
struct Overlay: Sendable {
    let request: OverlayRequest
    let key: ObjectKey
    let url: PresignedURL
    let contentType: String
    /// In seconds from the start of the timeline; `nil` where no stage says so.
    let timestamp: Double?
    let size: PixelSize
    let stored: StoredPicture
    let report: SceneReport
    let timings: Timings
}

extension Overlay: Encodable {
    private enum CodingKeys: String, CodingKey {
        case timelineID = "timeline_id"
        case jobID = "job_id"
        case stage, frame, timestamp, key, url
        case expiresAt = "expires_at"
        case contentType = "content_type"
        case width, height, bytes, cached, way, drawn, hidden, skipped
        case skippedCount = "skipped_count"
        case warnings
        case timings = "timings_ms"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(request.stage.timeline.description, forKey: .timelineID)
        try container.encode(request.stage.job.description, forKey: .jobID)
        try container.encode(request.stage.stage.description, forKey: .stage)
        try container.encode(request.frame, forKey: .frame)
        try container.encode(timestamp, forKey: .timestamp)
        try container.encode(key.text, forKey: .key)
        try container.encode(url.url, forKey: .url)
        try container.encode(url.expiresAt.formatted(.iso8601), forKey: .expiresAt)
        try container.encode(contentType, forKey: .contentType)
        try container.encode(size.width, forKey: .width)
        try container.encode(size.height, forKey: .height)
        try container.encode(stored.byteCount, forKey: .bytes)
        try container.encode(stored.isCached, forKey: .cached)
        try container.encode(stored.way, forKey: .way)
        try container.encode(report.drawn, forKey: .drawn)
        try container.encode(report.hidden, forKey: .hidden)
        try container.encode(report.skipped.map(SkippedEntry.init), forKey: .skipped)
        try container.encode(report.skippedCount, forKey: .skippedCount)
        try container.encode(report.warnings, forKey: .warnings)
        try container.encode(timings.milliseconds, forKey: .timings)
    }
}

/// A skipped part as JSON.
struct SkippedEntry: Encodable {
    let path: String
    let reason: String

    init(_ part: SkippedPart) {
        path = part.path
        reason = part.reason
    }
}

/// An overlay that lies in the store.
struct StoredPicture: Sendable {
    let byteCount: Int
    /// `nil` for one that was there before.
    let way: OverlayWay?

    /// Whether it was there before.
    var isCached: Bool { way == nil }
}

/// How long each step of a job took.
struct Timings: Sendable {
    private(set) var milliseconds: [String: Double] = [:]
    private var last = ContinuousClock.now

    /// Counts the time since the step before for `step`; rounded to microseconds.
    mutating func mark(_ step: String) {
        let now = ContinuousClock.now
        let duration = (now - last) / .microseconds(1)
        milliseconds[step, default: 0] += duration.rounded() / 1000
        last = now
    }
}
