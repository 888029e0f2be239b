/// Keeps parsed stage outputs by row id, up to a number of bytes.
///
/// Callers that want the same row at the same time share one load, which ends when none of them is left. A load that
/// fails is not remembered.
package actor StageOutputCache {
    private typealias Outputs = [StageOutputID: Result<StageOutput, StageOutputError>]

    /// One read of several rows.
    private struct Load {
        let ids: [StageOutputID]
        let task: Task<Outputs, any Error>
        /// By number.
        var callers: Set<Int> = []
    }

    private let store: any StageOutputStore
    private var kept: StageOutputEntries
    private var loads: [Int: Load] = [:]
    /// The load that each row is in.
    private var loadNumbers: [StageOutputID: Int] = [:]
    private var lastNumber = 0

    /// A cache over `store` of at most `byteLimit` bytes; an output larger than that is never kept.
    package init(store: any StageOutputStore, byteLimit: Int) {
        self.store = store
        kept = StageOutputEntries(byteLimit: byteLimit)
    }

    /// What the kept outputs hold, in bytes.
    package var byteCount: Int { kept.byteCount }

    /// Whether anything is being loaded.
    var isLoading: Bool { !loads.isEmpty }

    /// The output of a row. Throws `StageOutputStoreError` or `StageOutputError`.
    package func output(of id: StageOutputID) async throws -> StageOutput {
        guard let output = try await outputs(of: [id])[id] else { throw StageOutputStoreError.unknownRow(id) }
        return try output.get()
    }

    /// All rows of a stage as one. Rows that are no stage output are named in the answer; where there are no others,
    /// throws `UnreadableStageOutput`. Throws `StageOutputStoreError` where the store does not answer.
    package func mergedOutput(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws -> MergedStageOutput {
        let ids = try await store.rows(timeline: timeline, job: job, stage: stage).map(\.id)
        let outputs = try await outputs(of: ids)
        var parts: [MergedStageOutput.Part] = []
        var unreadable: [UnreadableStageOutput] = []
        for id in ids {
            switch outputs[id] {
            case .success(let output): parts.append(MergedStageOutput.Part(row: id, output: output))
            case .failure(let error): unreadable.append(UnreadableStageOutput(row: id, error: error))
            case nil: throw StageOutputStoreError.unknownRow(id)
            }
        }
        if parts.isEmpty, let first = unreadable.first { throw first }
        return MergedStageOutput(parts: parts, unreadable: unreadable)
    }

    /// Those kept, those that somebody else is loading, and those loaded for this call, all in one read.
    private func outputs(of ids: [StageOutputID]) async throws -> Outputs {
        var outputs: Outputs = [:]
        for id in ids { outputs[id] = kept.use(id).map { .success($0) } }
        let missing = ids.filter { outputs[$0] == nil }
        let unclaimed = missing.filter { loadNumbers[$0] == nil }
        if !unclaimed.isEmpty { startLoad(of: unclaimed) }
        let loaded = try await join(Set(missing.compactMap { loadNumbers[$0] }))
        return outputs.merging(loaded) { kept, _ in kept }
    }

    private func startLoad(of ids: [StageOutputID]) {
        let number = nextNumber()
        // Not a child of the caller's task: others may wait for it when the caller has gone.
        let task = Task { [store] in
            do {
                let outputs = try await Self.load(ids, from: store)
                endLoad(number, outputs)
                return outputs
            } catch {
                endLoad(number, [:])
                throw error
            }
        }
        loads[number] = Load(ids: ids, task: task)
        for id in ids { loadNumbers[id] = number }
    }

    @concurrent
    private static func load(_ ids: [StageOutputID], from store: any StageOutputStore) async throws -> Outputs {
        var outputs: Outputs = [:]
        try await store.read(ids) { id, json in
            outputs[id] = Result { () throws(StageOutputError) in try StageOutput(json: json) }
        }
        return outputs
    }

    private func endLoad(_ number: Int, _ outputs: Outputs) {
        guard let load = loads.removeValue(forKey: number) else { return }
        for id in load.ids { loadNumbers[id] = nil }
        for (id, output) in outputs {
            if case .success(let output) = output { kept.keep(output, as: id) }
        }
    }

    /// Waits for loads as one of their callers.
    private func join(_ numbers: Set<Int>) async throws -> Outputs {
        let caller = nextNumber()
        for number in numbers { loads[number]?.callers.insert(caller) }
        let tasks = numbers.compactMap { loads[$0]?.task }
        do {
            return try await withTaskCancellationHandler {
                var outputs: Outputs = [:]
                for task in tasks { outputs.merge(try await task.value) { first, _ in first } }
                return outputs
            } onCancel: {
                Task { await leave(numbers, caller) }
            }
        } catch {
            leave(numbers, caller)
            throw error
        }
    }

    /// Ends the loads that nobody but `caller` waits for.
    private func leave(_ numbers: Set<Int>, _ caller: Int) {
        for number in numbers where loads[number]?.callers.remove(caller) != nil {
            guard let load = loads[number], load.callers.isEmpty else { continue }
            load.task.cancel()
            endLoad(number, [:])
        }
    }

    private func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }
}
