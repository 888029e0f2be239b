package import Store

/// The stages of a timeline that a caller means: one, or all of a job, or all of that name, or all.
package struct StageSelection: Sendable {
    package let timeline: TimelineID
    /// `nil`: every job of the timeline.
    let job: JobID?
    /// `nil`: every stage that reports detections.
    let stage: StageName?

    package init(timeline: TimelineID, job: JobID?, stage: StageName?) {
        self.timeline = timeline
        self.job = job
        self.stage = stage
    }

    /// Each of them. Throws the `RequestError` that says which name is unknown.
    package func addresses(in reader: StageReader) async throws -> [StageAddress] {
        if let job, let stage {
            let address = StageAddress(timeline: timeline, job: job, stage: stage)
            _ = try await reader.stage(address)
            return [address]
        }
        let summaries = try await reader.summaries(of: timeline)
        guard !summaries.isEmpty else { throw RequestError.unknownTimeline(timeline) }
        if let job, !summaries.contains(where: { $0.jobID == job }) {
            throw RequestError.unknownJob(job, timeline: timeline, known: summaries.map(\.jobID))
        }
        return summaries.filter(isMeant).map {
            StageAddress(timeline: timeline, job: $0.jobID, stage: $0.stage)
        }
    }

    /// The stage that lists the frames is meant only where it is asked for by name.
    private func isMeant(_ summary: StageSummary) -> Bool {
        if let job, summary.jobID != job { return false }
        guard let stage else { return summary.stage.text != StageReader.listStage }
        return summary.stage == stage
    }
}
