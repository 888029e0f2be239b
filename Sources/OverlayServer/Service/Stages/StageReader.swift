package import Detections
package import Store

/// Reads what stages reported, the rows used last from memory.
package struct StageReader: Sendable {
    /// The stage that lists frames and finds nothing on them.
    package static let listStage = "extract_frames"

    private let store: any StageOutputStore
    private let cache: StageOutputCache
    /// What the stage outputs in memory may take.
    let cacheBytes: Int
    private let timelineLists = Remembered<TimelinePage, [TimelineSummary]>(lifetime: .seconds(10), capacity: 64)

    /// `rowsLifetime`: how long a stage is believed to have the rows that it had; `limitName` is what the setting of
    /// `cacheBytes` is called where people change it.
    ///
    /// `formats`: what the outputs of a stage are written in, by the stage's name; `classNames`: of outputs that
    /// have no names of their own.
    package init(
        store: any StageOutputStore,
        rowsLifetime: Duration,
        cacheBytes: Int,
        limitName: String,
        formats: [String: String] = [:],
        classNames: ClassNames = ClassNames()
    ) {
        let store = RecentRows(store, lifetime: rowsLifetime)
        self.store = store
        self.cacheBytes = cacheBytes
        cache = StageOutputCache(
            store: store,
            byteLimit: cacheBytes,
            limitName: limitName,
            formats: formats,
            classNames: classNames
        )
    }

    /// At most `limit` timelines after `cursor`, the latest first, as they were up to 10 s ago.
    package func timelines(limit: Int, after cursor: TimelineCursor?) async throws -> [TimelineSummary] {
        try await timelineLists.value(of: TimelinePage(limit: limit, cursor: cursor)) { [store] in
            try await store.timelines(limit: limit, after: cursor)
        }
    }

    /// Every timeline that has stage outputs, in order of names. They come at once: of pages, one that gets a row meanwhile would lie on none.
    package func allTimelines() async throws -> [TimelineID] {
        try await store.timelines(limit: 1 << 24, after: nil).map(\.timeline).sorted { $0.text < $1.text }
    }

    /// Which job each was replayed from, where that is known.
    package func parents(of jobs: [JobID]) async throws -> [JobID: JobID] { try await store.parents(of: jobs) }

    /// The stages of all jobs on the timeline, and rows that belong to none; nothing where it is unknown.
    package func list(of timeline: TimelineID) async throws -> StageList { try await store.stages(of: timeline) }

    /// The stages of all jobs on the timeline; none where it is unknown.
    package func summaries(of timeline: TimelineID) async throws -> [StageSummary] {
        try await list(of: timeline).stages
    }

    /// Everything that one stage reported. Throws the `RequestError` that says which name is unknown.
    package func stage(_ address: StageAddress) async throws -> MergedStageOutput {
        let output = try await cache.mergedOutput(
            timeline: address.timeline,
            job: address.job,
            stage: address.stage
        )
        if output.parts.isEmpty { throw try await unknownPart(of: address) }
        return output
    }

    /// What `stage` reported on the timeline in any job; empty where none has it.
    func stage(_ stage: StageName, ofAllJobsOn timeline: TimelineID) async throws -> MergedStageOutput {
        try await cache.mergedOutput(timeline: timeline, job: nil, stage: stage)
    }

    /// What the stage outputs in memory take, in bytes.
    package var cachedByteCount: Int { get async { await cache.byteCount } }

    private func unknownPart(of address: StageAddress) async throws -> RequestError {
        let summaries = try await summaries(of: address.timeline)
        if summaries.isEmpty { return .unknownTimeline(address.timeline) }
        if summaries.contains(where: { $0.jobID == address.job }) {
            let stages = summaries.filter { $0.jobID == address.job }.map(\.stage)
            return .unknownStage(address.stage, job: address.job, known: stages)
        }
        return .unknownJob(address.job, timeline: address.timeline, known: summaries.map(\.jobID))
    }
}

/// A part of the list of timelines.
private struct TimelinePage: Hashable {
    let limit: Int
    let cursor: TimelineCursor?
}
