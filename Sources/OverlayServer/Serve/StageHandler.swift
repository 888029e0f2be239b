import Foundation
import Hummingbird
import Store

/// Lists the stages that have reported on a timeline.
struct StageHandler: Sendable {
    let services: Services

    private struct Answer: Encodable {
        let stages: [Entry]
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
        let summaries = try await services.job.stages.summaries(of: timeline)
        if summaries.isEmpty, try await services.job.catalog.frames(of: timeline).isEmpty {
            throw RequestError.unknownTimeline(timeline)
        }
        return try JSONResponse.make(Answer(stages: summaries.map(Entry.init)))
    }
}
