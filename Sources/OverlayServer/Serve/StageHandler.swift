import Foundation
import Hummingbird
import OverlayService
import Store

/// Lists the stages that have reported on a timeline.
struct StageHandler: Sendable {
    let stages: StageReader
    let catalog: FrameCatalog

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

        init(_ summary: StageSummary) {
            job_id = summary.jobID.description
            stage = summary.stage.description
            outputs = summary.outputs
            created_at = summary.createdAt.formatted(.iso8601)
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
        return try JSONResponse.makeUnlessKnown(
            Answer(stages: list.stages.map(Entry.init), unreadable: unreadable),
            for: request
        )
    }
}
