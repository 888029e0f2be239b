import CoreMetrics
package import Detections

/// Keeps parsed stage outputs, up to a number of bytes, for as long as their rows are not written again.
///
/// Callers that want the same row at the same time share one load, which ends when none of them is left. A load that
/// fails is not remembered.
package actor StageOutputCache {
    typealias Outputs = [StageOutputRow.Identity: Result<StageOutput, UnreadableStageOutput>]

    /// One read of several rows.
    private struct Load {
        let rows: [StageOutputRow.Identity]
        let task: Task<Outputs, any Error>
        /// By number.
        var callers: Set<Int> = []
    }

    private let store: any StageOutputStore
    private let byteLimit: Int
    private let limitName: String
    private let formats: [String: String]
    private let classNames: ClassNames
    private var kept: StageOutputEntries
    /// Rows that are too large to be kept, so that they are not read again only to be refused.
    private var refused: [StageOutputRow.Identity: UnreadableStageOutput] = [:]
    private var loads: [Int: Load] = [:]
    /// The load that each row is in.
    private var loadNumbers: [StageOutputRow.Identity: Int] = [:]
    private var lastNumber = 0

    private static let hits = Counter(
        label: "cache_requests_total",
        dimensions: [("cache", "stage_outputs"), ("outcome", "hit")]
    )
    private static let misses = Counter(
        label: "cache_requests_total",
        dimensions: [("cache", "stage_outputs"), ("outcome", "miss")]
    )

    /// How many refused rows are remembered.
    private static let refusalCapacity = 1024

    /// A cache over `store` of at most `byteLimit` bytes; an output larger than that is refused with a sentence that says to
    /// raise `limitName`.
    ///
    /// `formats`: what the outputs of a stage are written in, by the stage's name, where they do not say it and cannot be recognised; `classNames`: of outputs that
    /// have no names of their own.
    package init(
        store: any StageOutputStore,
        byteLimit: Int,
        limitName: String,
        formats: [String: String] = [:],
        classNames: ClassNames = ClassNames()
    ) {
        self.formats = formats
        self.classNames = classNames
        self.store = store
        self.byteLimit = byteLimit
        self.limitName = limitName
        kept = StageOutputEntries(byteLimit: byteLimit)
    }

    /// What the kept outputs hold, in bytes.
    package var byteCount: Int { kept.byteCount }

    /// Whether anything is being loaded.
    var isLoading: Bool { !loads.isEmpty }

    /// How many wait for loads.
    var callerCount: Int { loads.values.reduce(0) { $0 + $1.callers.count } }

    /// All rows of a stage as one. Rows that are no stage output are named in the answer; where there are no others,
    /// throws `UnreadableStageOutput`. Throws `StageOutputStoreError` where the store does not answer.
    package func mergedOutput(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws -> MergedStageOutput {
        do {
            return try await merged(store.rows(timeline: timeline, job: job, stage: stage), formats[stage.text])
        } catch StageOutputStoreError.unknownRow {
            // Written again between the list and the reading, under another id.
            return try await merged(store.rows(timeline: timeline, job: job, stage: stage), formats[stage.text])
        }
    }

    private func merged(_ list: StageOutputRows, _ format: String?) async throws -> MergedStageOutput {
        let outputs = try await outputs(of: list.rows.map(\.identity), format)
        var parts: [MergedStageOutput.Part] = []
        var unreadable = list.unreadable
        for row in list.rows {
            switch outputs[row.identity] {
            case .success(let output): parts.append(.init(.init(row.identity, createdAt: row.createdAt), output))
            case .failure(let fault): unreadable.append(fault)
            case nil: throw StageOutputStoreError.unknownRow(row.id)
            }
        }
        if parts.isEmpty, let first = unreadable.first { throw first }
        var merged = MergedStageOutput(parts: parts, unreadable: unreadable)
        let byteCount = merged.memoryByteCount
        if byteCount > byteLimit {
            let detail =
                "its \(parts.count) stage outputs take \(byteCount) bytes together, which is more than \(limitName) "
                + "(\(byteLimit)) keeps: some are read anew for each overlay"
            merged.notes.everywhere.append(Warning(.rowsBeyondCache, detail))
        }
        return merged
    }

    /// Those kept, those that somebody else is loading, and those loaded for this call, all in one read.
    func outputs(of rows: [StageOutputRow.Identity], _ format: String? = nil) async throws -> Outputs {
        var outputs: Outputs = [:]
        for row in rows {
            outputs[row] = kept.use(row).map { .success($0) } ?? refused[row].map { .failure($0) }
        }
        let missing = rows.filter { outputs[$0] == nil }
        Self.hits.increment(by: rows.count - missing.count)
        Self.misses.increment(by: missing.count)
        let unclaimed = missing.filter { loadNumbers[$0] == nil }
        if !unclaimed.isEmpty { startLoad(of: unclaimed, format) }
        let loaded = try await join(Set(missing.compactMap { loadNumbers[$0] }))
        return outputs.merging(loaded) { kept, _ in kept }
    }

    private func startLoad(of rows: [StageOutputRow.Identity], _ format: String?) {
        let number = nextNumber()
        let (refusal, classNames) = (refusal, classNames)
        // Not a child of the caller's task: others may wait for it when the caller has gone.
        let task = Task { [store] in
            do {
                let outputs = try await Self.load(rows, from: store, format, classNames, refusal)
                endLoad(number, outputs)
                return outputs
            } catch {
                endLoad(number, [:])
                throw error
            }
        }
        loads[number] = Load(rows: rows, task: task)
        for row in rows { loadNumbers[row] = number }
    }

    @concurrent
    private static func load(
        _ rows: [StageOutputRow.Identity],
        from store: any StageOutputStore,
        _ format: String?,
        _ classNames: ClassNames,
        _ refusal: @Sendable (_ byteCount: Int) -> String?
    ) async throws -> Outputs {
        var outputs: Outputs = [:]
        let identities = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
        try await store.read(rows.map(\.id)) { id, json in
            guard let row = identities[id] else { return }
            outputs[row] = output(of: id, json, format, classNames, refusal)
        }
        return outputs
    }

    private static func output(
        of id: StageOutputID,
        _ json: [UInt8],
        _ format: String?,
        _ classNames: ClassNames,
        _ refusal: (_ byteCount: Int) -> String?
    ) -> Result<StageOutput, UnreadableStageOutput> {
        if let reason = refusal(json.count) { return .failure(UnreadableStageOutput(row: id, reason: reason)) }
        do throws(StageOutputError) {
            let output = try StageOutput(json: json, declared: format, classNames: classNames)
            if let reason = refusal(output.memoryByteCount) {
                return .failure(UnreadableStageOutput(row: id, reason: reason))
            }
            return .success(output)
        } catch {
            return .failure(UnreadableStageOutput(row: id, reason: "\(error)"))
        }
    }

    /// Why an output of so many bytes is not read; `nil` where it is.
    private var refusal: @Sendable (_ byteCount: Int) -> String? {
        { [byteLimit, limitName] byteCount in
            guard byteCount > byteLimit else { return nil }
            return "it takes \(byteCount) bytes in memory, more than \(limitName) (\(byteLimit)) allows"
        }
    }

    private func endLoad(_ number: Int, _ outputs: Outputs) {
        guard let load = loads.removeValue(forKey: number) else { return }
        for row in load.rows { loadNumbers[row] = nil }
        for (row, output) in outputs {
            switch output {
            case .success(let output): kept.keep(output, as: row)
            case .failure(let fault):
                if refused.count >= Self.refusalCapacity { refused = [:] }
                refused[row] = fault
            }
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

/// Parsed stage outputs by row, up to a number of bytes; those not used for longest go first.
struct StageOutputEntries {
    private struct Entry {
        let revision: String
        let output: StageOutput
        var lastUse: Int
    }

    private let byteLimit: Int
    private var entries: [StageOutputID: Entry] = [:]
    private var uses = 0
    /// What the entries hold, in bytes.
    private(set) var byteCount = 0

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// The output of a row, where this writing of it is kept.
    mutating func use(_ row: StageOutputRow.Identity) -> StageOutput? {
        guard let entry = entries[row.id], entry.revision == row.revision else { return nil }
        uses += 1
        entries[row.id]?.lastUse = uses
        return entry.output
    }

    /// Keeps an output instead of what an earlier writing of its row held; not one that is larger than all that may be kept.
    mutating func keep(_ output: StageOutput, as row: StageOutputRow.Identity) {
        drop(row.id)
        guard output.memoryByteCount <= byteLimit else { return }
        uses += 1
        entries[row.id] = Entry(revision: row.revision, output: output, lastUse: uses)
        byteCount += output.memoryByteCount
        if byteCount > byteLimit { evict() }
    }

    private mutating func drop(_ id: StageOutputID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        byteCount -= entry.output.memoryByteCount
    }

    /// Makes room down to three quarters, so that the sorting is paid for by many insertions. The newest entry stays.
    private mutating func evict() {
        for (id, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard byteCount > byteLimit / 4 * 3, entry.lastUse != uses else { return }
            drop(id)
        }
    }
}
