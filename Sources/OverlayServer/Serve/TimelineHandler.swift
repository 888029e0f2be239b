import Foundation
import Hummingbird
import OverlayService
import Render
import Store

/// Says what there is of one timeline.
struct TimelineHandler: Sendable {
    let stages: StageReader
    let catalog: FrameCatalog
    let frames: FrameSource

    private struct Answer: Encodable {
        let timeline_id: String
        let frames: Frames
        let jobs: [Job]
    }

    private struct Frames: Encodable {
        let count: Int
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
        let stages: [Stage]
    }

    private struct Stage: Encodable {
        let stage: String
        let outputs: Int
        let created_at: String
    }

    func timeline(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let timeline = try context.timeline()
        let listed = try await catalog.existingFrames(of: timeline)
        let summaries = try await stages.summaries(of: timeline)
        let jobs = Dictionary(grouping: summaries, by: \.jobID).map { job, stages in
            Job(
                job_id: job.text,
                stages: stages.map {
                    Stage(stage: $0.stage.text, outputs: $0.outputs, created_at: $0.createdAt.formatted(.iso8601))
                }
            )
        }
        let size = await size(of: listed)
        let times = listed.compactMap(\.timestamp)
        let frames = Frames(
            count: listed.count,
            first: listed.first?.number,
            last: listed.last?.number,
            seconds: times.isEmpty ? nil : (times.max() ?? 0) - (times.min() ?? 0),
            width: size?.width,
            height: size?.height
        )
        let sorted = jobs.sorted { $0.job_id < $1.job_id }
        return try JSONResponse.make(Answer(timeline_id: timeline.text, frames: frames, jobs: sorted))
    }

    /// Of the first frame, or of the next where that cannot be read; `nil` where a few cannot.
    private func size(of listed: [FrameList.Entry]) async -> PixelSize? {
        for entry in listed.prefix(3) {
            if case .success(let frame) = entry.frame, let size = try? await frames.measured(frame).header.size {
                return size
            }
        }
        return nil
    }
}
