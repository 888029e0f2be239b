import Detections
import Foundation
import Hummingbird
import OverlayService
import Store

/// Answers with what a stage reported on one frame, in frame pixels.
struct DetectionHandler: Sendable {
    let stages: StageReader
    let catalog: FrameCatalog
    let frames: FrameSource
    let limits: WorkLimits

    private struct Answer: Encodable {
        let timeline_id: String
        let job_id: String
        let stage: String
        let frame: Int
        let timestamp: Double?
        let coordinates: Coordinates
        let detections: [DetectionEntry]
        let skipped: [NoticeEntry]
        let warnings: [NoticeEntry]
    }

    private struct Coordinates: Encodable {
        let space = "pixels"
        let box = "xywh"
        let width: Int
        let height: Int
    }

    func detections(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let address = try context.stage()
        let number = try context.frame()
        let stage = try await stages.stage(address)
        let frame = try await catalog.frame(number, of: address.timeline)
        let size = FrameSize(try await frames.measured(frame).header.size)
        let found = try await limits.planning.run(for: Party()) {
            try await limits.processors.run { stage.found(on: number, in: size) }
        }
        return try JSONResponse.make(
            Answer(
                timeline_id: address.timeline.text,
                job_id: address.job.text,
                stage: address.stage.text,
                frame: number,
                timestamp: frame.timestamp ?? found.timestamp,
                coordinates: Coordinates(width: size.width, height: size.height),
                detections: found.detections.map(DetectionEntry.init),
                skipped: found.skipped.map(NoticeEntry.init),
                warnings: found.warnings.map(NoticeEntry.init)
            )
        )
    }
}
