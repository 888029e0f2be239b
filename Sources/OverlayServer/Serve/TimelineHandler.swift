import Detections
import Foundation
import Hummingbird
import Logging
import OverlayService
import Render
import Store

/// Says which timelines there are, and what there is of one.
struct TimelineHandler: Sendable {
    let stages: StageReader
    let catalog: FrameCatalog
    let frames: FrameSource

    private struct Answer: Encodable {
        let timeline_id: String
        let frames: Frames
        let jobs: [Job]
        let warnings: [NoticeEntry]
    }

    private struct Frames: Encodable {
        let count: Int
        /// What the digits in the frames' keys count from.
        let number_base: Int
        /// The numbers of the first and the last.
        var first: Int?
        var last: Int?
        /// From the first time that is known to the last, in seconds.
        var seconds: Double?
        /// Of the first frame that can be read, in pixels.
        var width: Int?
        var height: Int?
    }

    private struct Job: Encodable {
        let job_id: String
        /// The job that it was replayed from; absent where nothing says so.
        let parent_job_id: String?
        let stages: [Stage]
    }

    private struct Stage: Encodable {
        let stage: String
        let outputs: Int
        let created_at: String
    }

    private struct List: Encodable {
        let timelines: [ListEntry]
        /// The `after` of the following page; absent on the last one.
        let next: String?
    }

    private struct ListEntry: Encodable {
        let timeline_id: String
        let jobs: [String]
        let stages: [String]
        let first_created_at: String?
        let last_created_at: String?
        /// Names that no request can say; absent where there are none.
        let warnings: [NoticeEntry]?

        init(_ summary: TimelineSummary) {
            timeline_id = summary.timeline.text
            jobs = summary.jobs.map(\.text)
            stages = summary.stages.map(\.text)
            first_created_at = ISOTime.text(summary.firstCreatedAt)
            last_created_at = ISOTime.text(summary.lastCreatedAt)
            let faults = [summary.timeline.fault] + summary.jobs.map(\.fault) + summary.stages.map(\.fault)
            let notices = faults.compactMap { $0.map { NoticeEntry(Warning(.nameUnusable, "\($0).")) } }
            warnings = notices.isEmpty ? nil : notices
        }
    }

    private static let pageLimits = 1...1000

    func list(_ request: Request, context: some RequestContext) async throws -> Response {
        var query = try request.query()
        let limit = try query.takeNumber("limit", in: Self.pageLimits) ?? 100
        let cursor = try query.removeValue(forKey: "after").map { try TimelineCursor(pageTexts: $0) }
        try query.refuseRest()
        let found = try await stages.timelines(limit: limit + 1, after: cursor)
        let next = found.count > limit ? found[limit - 1].cursor.pageText : nil
        return try JSONResponse.makeUnlessKnown(
            List(timelines: found.prefix(limit).map(ListEntry.init), next: next),
            for: request
        )
    }

    /// None where checkpoints cannot be read, which takes nothing else from a timeline.
    private func parents(of jobs: [JobID], _ logger: Logger) async -> [JobID: JobID] {
        do {
            return try await stages.parents(of: jobs)
        } catch {
            logger.warning("checkpoints cannot be read", metadata: ["error": "\(String(reflecting: error))"])
            return [:]
        }
    }

    func timeline(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let timeline = try context.timeline()
        let listed = try await catalog.existingFrames(of: timeline)
        let list = try await catalog.list(of: timeline)
        let summaries = try await stages.summaries(of: timeline)
        let parents = await parents(of: Set(summaries.map(\.jobID)).sorted { $0.text < $1.text }, context.logger)
        let jobs = Dictionary(grouping: summaries, by: \.jobID).map { job, stages in
            Job(
                job_id: job.text,
                parent_job_id: parents[job]?.text,
                stages: stages.map {
                    Stage(stage: $0.stage.text, outputs: $0.outputs, created_at: $0.createdAt.formatted(.iso8601))
                }
            )
        }
        let size = await self.frames.first(of: catalog, timeline)?.header.size
        let times = listed.compactMap(\.timestamp)
        let frames = Frames(
            count: listed.count,
            number_base: list.numberBase.value,
            first: listed.first?.number,
            last: listed.last?.number,
            seconds: times.isEmpty ? nil : (times.max() ?? 0) - (times.min() ?? 0),
            width: size?.width,
            height: size?.height
        )
        let sorted = jobs.sorted { $0.job_id < $1.job_id }
        return try JSONResponse.makeUnlessKnown(
            Answer(
                timeline_id: timeline.text,
                frames: frames,
                jobs: sorted,
                warnings: FrameNotes.warnings(on: list).map(NoticeEntry.init)
            ),
            for: request
        )
    }
}

extension TimelineCursor {
    /// As callers hand it back; means nothing to them.
    fileprivate var pageText: String { Data(text.utf8).base64URLText }

    fileprivate init(pageTexts texts: [String]) throws(RequestError) {
        let bytes = texts.count == 1 ? Data(base64URLText: texts[0]) : nil
        guard let text = bytes.flatMap({ String(validating: $0, as: UTF8.self) }), let cursor = Self(text: text) else {
            throw .malformed(field: "after", reason: "It takes the `next` of a page.")
        }
        self = cursor
    }
}

extension Data {
    /// Base 64 with the letters that need no encoding in URLs (RFC 4648, 5), without padding.
    fileprivate var base64URLText: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    fileprivate init?(base64URLText text: String) {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        self.init(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}
