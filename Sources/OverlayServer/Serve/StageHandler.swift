import Detections
import Foundation
import Hummingbird
import OverlayService
import Store

/// Lists the stages that have reported on a timeline.
struct StageHandler: Sendable {
    let stages: StageReader
    let aligned: AlignedStages
    let catalog: FrameCatalog
    let limits: WorkLimits

    /// How many stages are read to say what is wrong with them: those that were written last.
    private static let readLimit = 16

    private struct Answer: Encodable {
        let stages: [Entry]
        /// Rows that cannot be used; absent where there are none.
        let unreadable: [UnreadableEntry]?
    }

    private struct UnreadableEntry: Encodable {
        let id: String
        let job_id: String?
        let stage: String?
        let reason: String

        init(_ row: UnreadableStageOutput) {
            id = row.row.text
            job_id = row.jobID?.text
            stage = row.stage?.text
            reason = row.reason
        }
    }

    private struct Entry: Encodable {
        let job_id: String
        let stage: String
        let outputs: Int
        let created_at: String
        /// What looks wrong in the stage as a whole; absent where it was not read for that.
        let warnings: [NoticeEntry]?

        init(_ summary: StageSummary, _ warnings: [Warning]?) {
            job_id = summary.jobID.description
            stage = summary.stage.description
            outputs = summary.outputs
            created_at = summary.createdAt.formatted(.iso8601)
            self.warnings = warnings?.map(NoticeEntry.init)
        }
    }

    func list(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let timeline = try context.timeline()
        let list = try await stages.list(of: timeline)
        if list.stages.isEmpty, list.unreadable.isEmpty, try await catalog.frames(of: timeline).isEmpty {
            throw RequestError.unknownTimeline(timeline)
        }
        let unreadable = list.unreadable.isEmpty ? nil : list.unreadable.map(UnreadableEntry.init)
        let newest = list.stages.indices.sorted { list.stages[$0].createdAt > list.stages[$1].createdAt }
        let read = Set(newest.prefix(Self.readLimit))
        let entries = await Array(list.stages.enumerated()).mapConcurrently(width: limits.width) { index, stage in
            let names = [stage.jobID.fault, stage.stage.fault].compactMap {
                $0.map { Warning(.nameUnusable, "\($0).") }
            }
            let known = read.contains(index) ? await warnings(of: stage, timeline) : nil
            return Entry(stage, names.isEmpty ? known : names + (known ?? []))
        }
        return try JSONResponse.makeUnlessKnown(Answer(stages: entries, unreadable: unreadable), for: request)
    }

    private func warnings(of stage: StageSummary, _ timeline: TimelineID) async -> [Warning]? {
        let address = StageAddress(timeline: timeline, job: stage.jobID, stage: stage.stage)
        do {
            return try await aligned.stage(address).stageWarnings
        } catch {
            guard let unreadable = error as? UnreadableStageOutput else { return nil }
            return [Warning(.rowUnreadable, "\(unreadable).")]
        }
    }
}
