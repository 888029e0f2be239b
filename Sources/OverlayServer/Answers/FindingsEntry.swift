import Detections
import OverlayService
import Store

/// What a stage found on one frame, as JSON: frame pixels, boxes as x, y, width, height.
struct FindingsEntry: Encodable, Sendable {
    let timeline_id: String
    let job_id: String
    let stage: String
    let frame: Int
    let timestamp: Double?
    /// `null` where the stage does not speak of the frame.
    let source: SourceEntry?
    let coordinates: Coordinates
    let detections: [DetectionEntry]
    let skipped: [NoticeEntry]
    let warnings: [NoticeEntry]

    struct Coordinates: Encodable, Sendable {
        let space = "pixels"
        let box = "xywh"
        let width: Int
        let height: Int
    }

    init(_ findings: FrameFindings) {
        timeline_id = findings.stage.timeline.text
        job_id = findings.stage.job.text
        stage = findings.stage.stage.text
        frame = findings.frame.number
        timestamp = findings.timestamp
        source = findings.source.map(SourceEntry.init)
        coordinates = Coordinates(width: findings.size.width, height: findings.size.height)
        detections = findings.found.detections.map { DetectionEntry($0, in: findings.size) }
        skipped = findings.found.skipped.map(NoticeEntry.init)
        warnings = findings.found.warnings.map(NoticeEntry.init)
    }
}
