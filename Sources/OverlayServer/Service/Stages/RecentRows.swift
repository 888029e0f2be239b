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

    private enum Call: String, CaseIterable { case timelines, stages, parents, rows, read }

    private static let calls = MeteredCalls<Call>(name: "database_request_duration_seconds")

    /// How many lists are kept.
    private static let capacity = 4096

    init(_ base: any StageOutputStore, lifetime: Duration) {
        self.base = base
        lists = Remembered(lifetime: lifetime, capacity: Self.capacity)
    }

    var description: String { base.description }

    /// Counts nothing of each kind.
    static func begin() {
        calls.begin()
        count(0)
    }

    private static func count(_ bytes: Int) { Counter(label: "database_read_bytes_total").increment(by: bytes) }

    func timelines(
        limit: Int,
        after cursor: TimelineCursor?
    ) async throws(StageOutputStoreError) -> [TimelineSummary] {
        try await Self.calls.timed(.timelines) { () async throws(StageOutputStoreError) in
            try await base.timelines(limit: limit, after: cursor)
        }
    }

    func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> StageList {
        try await Self.calls.timed(.stages) { () async throws(StageOutputStoreError) in
            try await base.stages(of: timeline)
        }
    }

    func parents(of jobs: [JobID]) async throws(StageOutputStoreError) -> [JobID: JobID] {
        try await Self.calls.timed(.parents) { () async throws(StageOutputStoreError) in
            try await base.parents(of: jobs)
        }
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
                try await Self.calls.timed(.rows) { () async throws(StageOutputStoreError) in
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
            try await Self.calls.timed(.read) { () async throws(StageOutputStoreError) in
                try await base.read(ids) { id, json in
                    Self.count(json.count)
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
}
