import Detections
import OverlayService
import Render
import Store

/// What a pointer can meet on one frame, as JSON: frame pixels, boxes as x, y, width, height.
struct HitsEntry: Encodable {
    let timeline_id: String
    let job_id: String
    let stage: String
    let frame: Int
    /// Of the frame.
    let width: Int
    let height: Int
    /// Absent where the stage does not speak of the frame.
    let source: SourceEntry?
    let hits: [HitEntry]
    let skipped: [NoticeEntry]
    let warnings: [NoticeEntry]

    init(_ hits: FrameHits) {
        let findings = hits.findings
        timeline_id = findings.stage.timeline.text
        job_id = findings.stage.job.text
        stage = findings.stage.stage.text
        frame = findings.frame.number
        (width, height) = (findings.size.width, findings.size.height)
        source = findings.source.map(SourceEntry.init)
        self.hits = hits.hits.enumerated().map { HitEntry($1, index: $0, in: findings.size) }
        skipped = hits.skipped.map(NoticeEntry.init)
        warnings = hits.warnings.map(NoticeEntry.init)
    }
}

/// A detection, and its outlines.
struct HitEntry: Encodable {
    /// Its place among the hits; the map has the number after it.
    let index: Int
    /// Where it stands in the stage output.
    let path: String
    let label: String?
    let class_id: JSONValue?
    let confidence: Double?
    let track_id: JSONValue?
    let status: String
    let bbox: [Double]?
    /// Closed, without the first point again.
    let outlines: [[[Double]]]

    init(_ hit: FrameHits.Hit, index: Int, in frame: FrameSize) {
        let detection = hit.detection
        self.index = index
        path = detection.path
        label = detection.label
        class_id = detection.classID.map(JSONValue.init)
        confidence = detection.confidence
        track_id = detection.trackID.map(JSONValue.init)
        status = detection.status.rawValue
        bbox = (detection.box ?? detection.bounds(in: frame)?.box)?.xywh
        outlines = hit.region.outlines.map { $0.map { [Self.rounded($0.x), Self.rounded($0.y)] } }
    }

    /// To hundredths of a pixel.
    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
