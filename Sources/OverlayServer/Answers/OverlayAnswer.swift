import Detections
import Foundation
import OverlayService
import Render
import Store

/// What callers learn of a finished overlay.
struct OverlayAnswer: Encodable, Sendable {
    let overlay: Overlay
    /// Where the picture opens without a token, drawn anew.
    private let pictureURL: String

    init(_ overlay: Overlay, _ urls: PictureURLSigner) {
        self.overlay = overlay
        pictureURL = urls.overlay(overlay.request, now: Date())
    }

    private enum CodingKeys: String, CodingKey {
        case timelineID = "timeline_id"
        case jobID = "job_id"
        case stage, frame, timestamp, source, key, url
        case pictureURL = "picture_url"
        case expiresAt = "expires_at"
        case contentType = "content_type"
        case width, height, bytes, cached, way
        case wayReason = "way_reason"
        case drawn, hidden, comparison, layers, skipped
        case skippedCount = "skipped_count"
        case warnings
        case timings = "timings_ms"
    }

    func encode(to encoder: any Encoder) throws {
        let (stage, report) = (overlay.request.stage, overlay.report)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(stage.timeline.text, forKey: .timelineID)
        try container.encode(stage.job.text, forKey: .jobID)
        try container.encode(stage.stage.text, forKey: .stage)
        try container.encode(overlay.request.frame, forKey: .frame)
        try container.encode(overlay.timestamp, forKey: .timestamp)
        try container.encode(overlay.source.map(SourceEntry.init), forKey: .source)
        try container.encode(overlay.key.text, forKey: .key)
        try container.encode(overlay.url.url, forKey: .url)
        try container.encode(pictureURL, forKey: .pictureURL)
        try container.encode(overlay.url.expiresAt.formatted(.iso8601), forKey: .expiresAt)
        try container.encode(overlay.contentType, forKey: .contentType)
        try container.encode(overlay.size.width, forKey: .width)
        try container.encode(overlay.size.height, forKey: .height)
        try container.encode(overlay.stored.byteCount, forKey: .bytes)
        try container.encode(overlay.stored.isCached, forKey: .cached)
        try container.encode(overlay.stored.way?.rawValue, forKey: .way)
        try container.encodeIfPresent(overlay.stored.reason?.rawValue, forKey: .wayReason)
        try container.encode(report.drawn, forKey: .drawn)
        try container.encode(report.hidden, forKey: .hidden)
        try container.encodeIfPresent(
            report.comparison.map { ComparisonEntry($0, overlay.request) },
            forKey: .comparison
        )
        try container.encodeIfPresent(overlay.layers?.map(LayerEntry.init), forKey: .layers)
        try container.encode(report.skipped.map(NoticeEntry.init), forKey: .skipped)
        try container.encode(report.skippedCount, forKey: .skippedCount)
        try container.encode(report.warnings.map(NoticeEntry.init), forKey: .warnings)
        try container.encode(overlay.timings.milliseconds, forKey: .timings)
    }
}

/// What an overlay is held against, and how many things show each difference.
private struct ComparisonEntry: Encodable {
    let compare_job: String?
    let compare_stage: String?
    let differences: [String: Int]

    init(_ counts: DifferenceCounts, _ request: OverlayRequest) {
        let reference = request.style.reference(of: request.stage)
        (compare_job, compare_stage) = (reference?.job.text, reference?.stage.text)
        differences = counts.byName
    }
}

/// A layer of an overlay, and where it opens.
private struct LayerEntry: Encodable {
    let name: String
    let z: Int
    let count: Int
    let bounds: [Int]
    let key: String
    let url: String
    let bytes: Int

    init(_ layer: OverlayLayer, url: PresignedURL) {
        (name, z, count, bounds) = (layer.name, layer.z, layer.count, layer.bounds)
        (key, self.url, bytes) = (layer.key, url.url, layer.bytes)
    }
}
