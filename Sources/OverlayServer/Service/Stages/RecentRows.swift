import CoreMetrics
import Store

/// Stage outputs whose lists of rows are believed for a moment, and read once for all who ask meanwhile; what is asked of the
/// database is counted and timed.
///
/// A stage without rows is looked for anew each time, so that one that begins is seen at once.
struct RecentRows: StageOutputStore {
    private struct Key: Hashable {
        let timeline: TimelineID
        let job: JobID?
        let stage: StageName
    }

    private let base: any StageOutputStore
    private let lists: Remembered<Key, StageOutputRows>

    /// How many lists are kept.
    private static let capacity = 4096

    init(_ base: any StageOutputStore, lifetime: Duration) {
        self.base = base
        lists = Remembered(lifetime: lifetime, capacity: Self.capacity)
    }

    var description: String { base.description }

    func timelines(
        limit: Int,
        after cursor: TimelineCursor?
    ) async throws(StageOutputStoreError) -> [TimelineSummary] {
        try await timed("timelines") { () async throws(StageOutputStoreError) in
            try await base.timelines(limit: limit, after: cursor)
        }
    }

    func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> StageList {
        try await timed("stages") { () async throws(StageOutputStoreError) in try await base.stages(of: timeline) }
    }

    func parents(of jobs: [JobID]) async throws(StageOutputStoreError) -> [JobID: JobID] {
        try await timed("parents") { () async throws(StageOutputStoreError) in try await base.parents(of: jobs) }
    }

    func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> StageOutputRows {
        do {
            return try await lists.value(
                of: Key(timeline: timeline, job: job, stage: stage),
                keptWhere: { !$0.rows.isEmpty }
            ) { [self] in
                try await timed("rows") { () async throws(StageOutputStoreError) in
                    try await base.rows(timeline: timeline, job: job, stage: stage)
                }
            }
        } catch let error as StageOutputStoreError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    func read(
        _ ids: [StageOutputID],
        _ receive: (StageOutputID, [UInt8]) async -> Void
    ) async throws(StageOutputStoreError) {
        do throws(StageOutputStoreError) {
            try await timed("read") { () async throws(StageOutputStoreError) in
                try await base.read(ids) { id, json in
                    Counter(label: "database_read_bytes_total").increment(by: json.count)
                    await receive(id, json)
                }
            }
        } catch {
            // The list that named it is old.
            if case .unknownRow = error { lists.forgetAll() }
            throw error
        }
    }

    func check() async throws(StageOutputStoreError) { try await base.check() }

    private func timed<Value>(
        _ call: String,
        _ body: () async throws(StageOutputStoreError) -> Value
    ) async throws(StageOutputStoreError) -> Value {
        let start = ContinuousClock.now
        var outcome = "failed"
        defer { MeteredCall.record("database_request_duration_seconds", call, outcome, since: start) }
        let value = try await body()
        outcome = "answered"
        return value
    }
}
