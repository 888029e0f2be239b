import Detections
import Foundation
import Hummingbird
import OverlayService
import Store

/// Counts what a stage reported, frame by frame.
struct SummaryHandler: Sendable {
    let stages: AlignedStages
    let catalog: FrameCatalog
    let frames: FrameSource
    let digests: StageDigests

    /// All of the answer but its columns.
    private struct Answer: Encodable {
        let timeline_id: String
        let job_id: String
        let stage: String
        let size: Size
        let totals: Totals
        let stats: JSONValue?
        let zones: JSONValue?
        let lines: JSONValue?
        let skipped: [NoticeEntry]
        let warnings: [NoticeEntry]
    }

    /// The size of frame that counts are of, and who says so.
    private struct Size: Encodable {
        let width: Int
        let height: Int
        let from: String
    }

    private struct Totals: Encodable {
        let frames: Int
        let kept: Int
        let dropped: Int
        let skipped: Int
        let classes: [String: Int]
        let drop_reasons: [String: Int]

        init(_ columns: StageSummaryColumns) {
            frames = columns.frame.count
            kept = columns.kept.reduce(0, +)
            dropped = columns.dropped.reduce(0, +)
            skipped = columns.skipped.reduce(0, +)
            classes = columns.classes
            drop_reasons = columns.dropReasons
        }
    }

    /// The fields of a style that choose detections.
    private static let filters: Set<String> = ["classes", "tracks", "min_confidence"]

    func summary(_ request: Request, context: some RequestContext) async throws -> Response {
        let query = try request.query()
        try query.filter { !Self.filters.contains($0.key) }.refuseRest()
        let style = try Style(query)
        let address = try context.stage()
        let output = try await stages.stage(address)
        let (size, from) = try await size(of: address.timeline)
        return try await JSONResponse.makeUnlessKnown(output.identityTexts(size), for: request) {
            let columns = try await digests.digest(of: output, size: size).summary(style)
            let rest = Answer(
                timeline_id: address.timeline.text,
                job_id: address.job.text,
                stage: address.stage.text,
                size: Size(width: size.width, height: size.height, from: from),
                totals: Totals(columns),
                stats: JSONValue(text: output.statsJSON),
                zones: JSONValue(text: output.zonesJSON),
                lines: JSONValue(text: output.linesJSON),
                skipped: output.skipped.map(NoticeEntry.init),
                warnings: output.stageWarnings.map(NoticeEntry.init)
            )
            // "frames" is the first of the keys in order.
            return try Data("{\"frames\":\(JSONColumns(columns).text),".utf8) + CanonicalJSON.encode(rest).dropFirst()
        }
    }

    private struct Tracks: Encodable {
        let tracks: [Track]
    }

    private struct Track: Encodable {
        let id: String
        let label: String?
        let first_frame: Int
        let last_frame: Int
        let count: Int
        let gaps: Int
        let mean_confidence: Double?

        init(_ track: TrackSummary) {
            id = track.id
            label = track.label
            first_frame = track.firstFrame
            last_frame = track.lastFrame
            count = track.count
            gaps = track.gaps
            mean_confidence = track.meanConfidence
        }
    }

    func tracks(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let address = try context.stage()
        let output = try await stages.stage(address)
        let size = try await size(of: address.timeline).0
        return try await JSONResponse.makeUnlessKnown(output.identityTexts(size), for: request) {
            Tracks(tracks: try await digests.digest(of: output, size: size).tracks.map(Track.init))
        }
    }

    private struct TrackFrames: Encodable {
        let id: String
        let label: String?
        let frames: [TrackFrame]
    }

    private struct TrackFrame: Encodable {
        let frame: Int
        let timestamp: Double?
        /// x, y, width, height in pixels; `nil` where the detection has no box.
        let bbox: [Double]?
        let confidence: Double?
    }

    func track(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let address = try context.stage()
        let id = try context.text("track_id")
        let output = try await stages.stage(address)
        let size = try await size(of: address.timeline).0
        return try await JSONResponse.makeUnlessKnown(output.identityTexts(size), for: request) {
            let found = try await digests.track(id, of: output, size: size)
            let first = found.first?.detection
            return TrackFrames(
                id: id,
                label: first?.label ?? first?.classID?.description,
                frames: found.map { frame, timestamp, detection in
                    let box = detection.box.map { [$0.minX, $0.minY, $0.width, $0.height] }
                    return TrackFrame(frame: frame, timestamp: timestamp, bbox: box, confidence: detection.confidence)
                }
            )
        }
    }

    private func size(of timeline: TimelineID) async throws -> (FrameSize, from: String) {
        try await frames.usualSize(of: catalog, timeline)
    }
}

extension MergedStageOutput {
    /// What decides all that can be said of it in pixels of frames of `size`.
    fileprivate func identityTexts(_ size: FrameSize) -> [String] {
        identities.flatMap { [$0.id.text, $0.revision] } + ["\(size.width)", "\(size.height)", alignmentID]
    }
}
