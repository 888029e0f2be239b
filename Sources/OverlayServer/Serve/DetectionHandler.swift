import Detections
import Foundation
import Hummingbird
import OverlayService
import Store

/// Answers with what a stage reported on one frame, in frame pixels.
struct DetectionHandler: Sendable {
    let stages: AlignedStages
    let catalog: FrameCatalog
    let frames: FrameSource
    let limits: WorkLimits

    private struct Answer: Encodable, Sendable {
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
    }

    private struct Coordinates: Encodable, Sendable {
        let space = "pixels"
        let box = "xywh"
        let width: Int
        let height: Int
    }

    /// The most frames that one call may ask for.
    private static let frameLimit = 1000

    func one(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let (address, frame) = (try context.stage(), try context.frame())
        let stage = try await stages.stage(address)
        return try JSONResponse.makeUnlessKnown(
            try await answer(frame, of: stage, address, for: Party()),
            for: request
        )
    }

    func range(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let selection = try query.takeFrames()
        try query.refuseRest()
        let frames = try selection.frames(limit: Self.frameLimit)
        let asLines = try request.wantsLines()
        let address = try context.stage()
        let stage = try await stages.stage(address)
        let party = Party()
        let headers: HTTPFields = [.vary: "Accept"]
        guard asLines else {
            let entries = try await context.whileConnected {
                await frames.mapConcurrently(width: limits.width) { await entry($0, of: stage, address, for: party) }
            }
            return try JSONResponse.make(["frames": entries], for: request, headers: headers)
        }
        return NDJSONResponse.make(context, headers: headers) { lines in
            var failed = 0
            try await frames.forEachConcurrently(width: limits.width) {
                await entry($0, of: stage, address, for: party)
            } receive: { entry in
                if case .failure = entry { failed += 1 }
                try await lines.send(entry)
            }
            try await lines.send(["counts": ["frames": frames.count - failed, "failed": failed]])
        }
    }

    private func answer(
        _ number: Int,
        of stage: MergedStageOutput,
        _ address: StageAddress,
        for party: Party
    ) async throws -> Answer {
        let frame = try await catalog.frame(number, of: address.timeline)
        let measured = try await frames.measured(frame)
        let first = frames.known(try await catalog.list(of: address.timeline).first)
        let (size, notes) = (FrameSize(measured.header.size), FrameNotes.warnings(on: measured, beside: first))
        let answer = try await limits.planning.run(for: party) {
            try await limits.processors.run { stage.found(on: number, in: size) }
        }
        let found = answer.detections
        return Answer(
            timeline_id: address.timeline.text,
            job_id: address.job.text,
            stage: address.stage.text,
            frame: number,
            timestamp: frame.timestamp ?? found.timestamp,
            source: answer.source.map(SourceEntry.init),
            coordinates: Coordinates(width: size.width, height: size.height),
            detections: found.detections.map { DetectionEntry($0, in: size) },
            skipped: found.skipped.map(NoticeEntry.init),
            warnings: (found.warnings + notes).map(NoticeEntry.init)
        )
    }

    private func entry(
        _ number: Int,
        of stage: MergedStageOutput,
        _ address: StageAddress,
        for party: Party
    ) async -> FrameEntry<Answer> {
        do {
            return .found(try await answer(number, of: stage, address, for: party))
        } catch {
            return .failure(number, Problem(Failure(reporting: error)))
        }
    }
}
