import Foundation
package import Store
import Synchronization

/// Stage outputs in memory, for tests and for work that has no database.
package final class MemoryStageOutputStore: StageOutputStore, StageOutputWriter {
    private let stored = Mutex<[StageOutputID: NewStageOutput]>([:])
    private let failure: StageOutputStoreError?
    private let parents: [JobID: JobID]

    /// A store that, given a `failure`, answers every call with it; `parents` are what checkpoints say.
    package init(failure: StageOutputStoreError? = nil, parents: [JobID: JobID] = [:]) {
        self.failure = failure
        self.parents = parents
    }

    package var description: String { "memory" }

    package func timelines(
        limit: Int,
        after cursor: TimelineCursor?
    ) async throws(StageOutputStoreError) -> [TimelineSummary] {
        try check()
        let summaries = Dictionary(grouping: outputs.values, by: \.timeline).map { timeline, outputs in
            TimelineSummary(
                timeline: timeline,
                jobs: outputs.map(\.job),
                stages: outputs.map(\.stage),
                firstCreatedAt: outputs.map(\.createdAt).min() ?? .distantPast,
                lastCreatedAt: outputs.map(\.createdAt).max() ?? .distantPast
            )
        }
        return TimelineCursor.page(summaries, limit: limit, after: cursor)
    }

    package func parents(of jobs: [JobID]) async throws(StageOutputStoreError) -> [JobID: JobID] {
        parents.filter { jobs.contains($0.key) }
    }

    package func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> StageList {
        try check()
        let groups = Dictionary(grouping: outputs.values.filter { $0.timeline == timeline }) { output in
            [output.job.text, output.stage.text]
        }
        return StageList(groups.values.compactMap(Self.summary))
    }

    package func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> StageOutputRows {
        try check()
        let found = outputs.values
            .filter { $0.timeline == timeline && $0.stage == stage && (job == nil || $0.job == job) }
        return StageOutputRows(
            found.map { StageOutputRow(id: $0.id, revision: "", jobID: $0.job, createdAt: $0.createdAt) }
        )
    }

    package func read(
        _ ids: [StageOutputID],
        _ receive: (StageOutputID, [UInt8]) async -> Void
    ) async throws(StageOutputStoreError) {
        try check()
        for id in ids {
            guard let output = outputs[id] else { throw .unknownRow(id) }
            await receive(id, output.json)
        }
    }

    package func check() throws(StageOutputStoreError) {
        if let failure { throw failure }
    }

    @discardableResult
    package func insert(_ output: NewStageOutput) async throws(StageOutputStoreError) -> [JSONReplacement] {
        try check()
        guard String(validating: output.json, as: UTF8.self) != nil else { throw .outputNotUTF8(output.id) }
        // Through the text form, so that times are kept as exactly as in a database.
        guard let createdAt = ISOTime.text(output.createdAt).flatMap(ISOTime.date) else {
            throw .createdAtOutOfRange(output.id)
        }
        var kept = output
        kept.createdAt = createdAt
        let isNew = stored.withLock { stored in
            guard stored[kept.id] == nil else { return false }
            stored[kept.id] = kept
            return true
        }
        guard isNew else { throw .duplicateRow(output.id) }
        return []
    }

    private var outputs: [StageOutputID: NewStageOutput] { stored.withLock { $0 } }

    private static func summary(_ outputs: [NewStageOutput]) -> StageSummary? {
        guard let newest = outputs.max(by: { $0.createdAt < $1.createdAt }) else { return nil }
        return StageSummary(jobID: newest.job, stage: newest.stage, outputs: outputs.count, createdAt: newest.createdAt)
    }
}
