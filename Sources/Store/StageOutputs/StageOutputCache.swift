/// Keeps parsed stage outputs by row id, up to a number of bytes; those not used for longest go first.
///
/// Callers that want the same row at the same time share one load. A load that fails is not remembered.
package actor StageOutputCache {
    private struct Entry {
        let output: StageOutput
        var lastUse: Int
    }

    private let store: any StageOutputStore
    private let byteLimit: Int
    private var entries: [StageOutputID: Entry] = [:]
    private var loads: [StageOutputID: Task<StageOutput, any Error>] = [:]
    private var uses = 0
    /// What the entries hold, in bytes.
    package private(set) var byteCount = 0

    /// A cache over `store` of at most `byteLimit` bytes; an output larger than that is never kept.
    package init(store: any StageOutputStore, byteLimit: Int) {
        self.store = store
        self.byteLimit = byteLimit
    }

    /// The output of a row. Throws `StageOutputStoreError` or `StageOutputError`.
    package func output(of id: StageOutputID) async throws -> StageOutput {
        if let output = entries[id]?.output {
            touch(id)
            return output
        }
        if let load = loads[id] { return try await load.value }
        // Not a child of the caller's task: others may wait for it when the caller has gone.
        let load = Task { [store] in try await Self.load(id, from: store) }
        loads[id] = load
        defer { loads[id] = nil }
        let output = try await load.value
        keep(output, as: id)
        return output
    }

    /// All rows of a stage as one. Rows that are no stage output are named in the answer; where there are no others,
    /// throws `UnreadableStageOutput`. Throws `StageOutputStoreError` where the store does not answer.
    package func mergedOutput(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws -> MergedStageOutput {
        var parts: [MergedStageOutput.Part] = []
        var unreadable: [UnreadableStageOutput] = []
        for row in try await store.rows(timeline: timeline, job: job, stage: stage) {
            do {
                parts.append(MergedStageOutput.Part(row: row.id, output: try await output(of: row.id)))
            } catch let error as StageOutputError {
                unreadable.append(UnreadableStageOutput(row: row.id, error: error))
            }
        }
        if parts.isEmpty, let first = unreadable.first { throw first }
        return MergedStageOutput(parts: parts, unreadable: unreadable)
    }

    @concurrent
    private static func load(_ id: StageOutputID, from store: any StageOutputStore) async throws -> StageOutput {
        try StageOutput(json: try await store.json(of: id))
    }

    private func touch(_ id: StageOutputID) {
        uses += 1
        entries[id]?.lastUse = uses
    }

    private func keep(_ output: StageOutput, as id: StageOutputID) {
        guard output.memoryByteCount <= byteLimit else { return }
        uses += 1
        entries[id] = Entry(output: output, lastUse: uses)
        byteCount += output.memoryByteCount
        if byteCount > byteLimit { evict() }
    }

    /// Makes room down to three quarters, so that the sorting is paid for by many insertions. The newest entry stays.
    private func evict() {
        for (id, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard byteCount > byteLimit / 4 * 3, entry.lastUse != uses else { return }
            entries[id] = nil
            byteCount -= entry.output.memoryByteCount
        }
    }
}
