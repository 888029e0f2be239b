import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Detections
@testable import Store

@Suite("A stage output cache")
struct StageOutputCacheTests {
    @Test("reads a row once")
    func once() async throws {
        let store = CountingStageOutputStore([("a", text(frame: 1)), ("b", text(frame: 2))])
        let cache = makeCache(store)
        for _ in 0..<3 {
            #expect(try await cache.output(of: StageOutputID("a")).frame(1) != nil)
            #expect(try await cache.output(of: StageOutputID("b")).frame(2) != nil)
        }
        #expect(store.reads(of: "a") == 1 && store.reads(of: "b") == 1)
    }

    @Test("shares one load among all who want the row meanwhile")
    func sharedLoad() async throws {
        let gate = ReadGate()
        let store = CountingStageOutputStore([("a", text(frame: 1))], gate: gate)
        let cache = makeCache(store)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { try await cache.output(of: StageOutputID("a")).frame(1) != nil }
            }
            while store.reads(of: "a") == 0 { await Task.yield() }
            await gate.open()
            for try await contains in group { #expect(contains) }
        }
        #expect(store.reads(of: "a") == 1)
    }

    @Test("goes on loading for the others when the first to ask is cancelled")
    func cancellation() async throws {
        let gate = ReadGate()
        let store = CountingStageOutputStore([("a", text(frame: 1))], gate: gate)
        let cache = makeCache(store)
        let first = Task { try await cache.output(of: StageOutputID("a")) }
        while store.reads(of: "a") == 0 { await Task.yield() }
        let second = Task { try await cache.output(of: StageOutputID("a")) }
        while await cache.callerCount < 2 { await Task.yield() }
        first.cancel()
        await gate.open()
        #expect(try await second.value.frame(1) != nil)
        #expect(store.reads(of: "a") == 1)
    }

    @Test("gives up a load that nobody waits for any more, and loads again for who comes next")
    func abandonment() async throws {
        let gate = ReadGate()
        let store = CountingStageOutputStore([("a", text(frame: 1))], gate: gate)
        let cache = makeCache(store)
        let callers = (0..<3).map { _ in Task { try await cache.output(of: StageOutputID("a")) } }
        // All are let in before anybody leaves.
        while await cache.callerCount < 3 { await Task.yield() }
        while store.reads(of: "a") == 0 { await Task.yield() }
        for caller in callers { caller.cancel() }
        while await cache.isLoading { await Task.yield() }
        let next = Task { try await cache.output(of: StageOutputID("a")) }
        while store.reads(of: "a") == 1 { await Task.yield() }
        await gate.open()
        for caller in callers {
            await #expect(throws: StageOutputStoreError.cancelled) { try await caller.value }
        }
        #expect(try await next.value.frame(1) != nil)
        #expect(store.reads(of: "a") == 2 && store.cancelledReads == 1)
    }

    @Test("reads the rows of a stage that it lacks at once, and only those")
    func oneQuery() async throws {
        let store = CountingStageOutputStore((0..<5).map { ("row-\($0)", text(frame: $0)) })
        let cache = makeCache(store)
        _ = try await cache.output(of: StageOutputID("row-3"))
        for _ in 0..<2 {
            let merged = try await cache.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
            #expect(merged.parts.map(\.row.text) == (0..<5).map { "row-\($0)" })
        }
        #expect(store.queries == 2)
        #expect((0..<5).allSatisfy { store.reads(of: "row-\($0)") == 1 })
    }

    @Test("waits for rows that others are loading, and loads the rest itself")
    func overlap() async throws {
        let gate = ReadGate()
        let store = CountingStageOutputStore((0..<5).map { ("row-\($0)", text(frame: $0)) }, gate: gate)
        let cache = makeCache(store)
        let first = Task { try await cache.output(of: StageOutputID("row-2")) }
        while store.reads(of: "row-2") == 0 { await Task.yield() }
        let others = (0..<20).map { _ in
            Task { try await cache.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s")) }
        }
        while store.reads(of: "row-0") == 0 { await Task.yield() }
        await gate.open()
        #expect(try await first.value.frame(2) != nil)
        for other in others { #expect(try await other.value.parts.count == 5) }
        #expect((0..<5).allSatisfy { store.reads(of: "row-\($0)") == 1 })
    }

    @Test("remembers that an output cannot be read, and not that a row was not there")
    func failures() async throws {
        let store = CountingStageOutputStore([("bad", "{")])
        let cache = makeCache(store)
        for _ in 0..<2 {
            await #expect(throws: UnreadableStageOutput.self) { try await cache.output(of: StageOutputID("bad")) }
            await #expect(throws: StageOutputStoreError.unknownRow(StageOutputID("x"))) {
                try await cache.output(of: StageOutputID("x"))
            }
        }
        #expect(store.reads(of: "bad") == 1 && store.reads(of: "x") == 2)
        #expect(await cache.byteCount == 0)
    }

    @Test("keeps to its bytes, and lets go first of what was not used for longest")
    func eviction() async throws {
        let texts = (0..<40).map { ("row-\($0)", text(frame: $0)) }
        let store = CountingStageOutputStore(texts)
        let size = try StageOutput(texts[0].1).memoryByteCount
        let cache = StageOutputCache(store: store, byteLimit: size * 8, limitName: "LIMIT")
        for index in 0..<40 {
            _ = try await cache.output(of: StageOutputID("row-\(index)"))
            _ = try await cache.output(of: StageOutputID("row-0"))
            #expect(await cache.byteCount <= size * 8)
        }
        #expect(store.reads(of: "row-0") == 1)
        _ = try await cache.output(of: StageOutputID("row-39"))
        #expect(store.reads(of: "row-39") == 1)
        _ = try await cache.output(of: StageOutputID("row-1"))
        #expect(store.reads(of: "row-1") == 2)
    }

    @Test("refuses by name what is larger than all of it, and does not read it again for that", arguments: [1, 10])
    func tooLarge(byteLimit: Int) async throws {
        let store = CountingStageOutputStore([("a", text(frame: 1))])
        let cache = StageOutputCache(store: store, byteLimit: byteLimit, limitName: "LIMIT")
        for _ in 0..<2 {
            await #expect {
                try await cache.output(of: StageOutputID("a"))
            } throws: { error in
                let text = "\(error)"
                return text.hasPrefix("stage output a cannot be read: it takes")
                    && text.contains("LIMIT (\(byteLimit))")
            }
        }
        #expect(store.reads(of: "a") == 1)
        #expect(await cache.byteCount == 0)
    }

    @Test("says that the outputs of a stage are more together than it keeps")
    func tooLargeTogether() async throws {
        let store = CountingStageOutputStore((0..<5).map { ("row-\($0)", text(frame: $0)) })
        let size = try StageOutput(text(frame: 0)).memoryByteCount
        let cache = StageOutputCache(store: store, byteLimit: size * 3, limitName: "LIMIT")
        let merged = try await cache.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
        #expect(merged.parts.count == 5 && merged.warnings.contains { $0.detail.contains("LIMIT") })
    }

    @Test("reads a row anew when it has been written again, and lets go of what it was")
    func revisions() async throws {
        let store = CountingStageOutputStore([("a", text(frame: 1))])
        let cache = makeCache(store)
        for revision in ["1", "2", "2", "3"] {
            store.revision.withLock { $0 = revision }
            _ = try await cache.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
        }
        #expect(store.reads(of: "a") == 3)
        #expect(try await cache.byteCount == StageOutput(text(frame: 1)).memoryByteCount)
    }

    @Test("merges the rows of a stage, and names those that are no stage output")
    func merging() async throws {
        let store = CountingStageOutputStore([("a", text(frame: 1)), ("b", "nonsense"), ("c", text(frame: 2))])
        let cache = makeCache(store)
        let merged = try await cache.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
        #expect(merged.parts.map(\.row.text) == ["a", "c"])
        #expect(merged.unreadable.map(\.row.text) == ["b"])
        let warning =
            "stage output b cannot be read: not JSON: 'o' where a value should be, at line 1, column 2 (byte 1); it is left out"
        #expect(merged.warnings.map(\.detail) == [warning])
    }

    @Test("fails to merge where no row is a stage output, and merges nothing where there is no row")
    func mergingNothing() async throws {
        let bad = makeCache(CountingStageOutputStore([("a", "["), ("b", "{")]))
        await #expect(throws: UnreadableStageOutput.self) {
            try await bad.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
        }
        let empty = makeCache(CountingStageOutputStore([]))
        let merged = try await empty.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
        #expect(merged.parts.isEmpty && merged.frames.isEmpty && merged.warnings.isEmpty)
        let failing = makeCache(MemoryStageOutputStore(failure: .busy(detail: "x")))
        await #expect(throws: StageOutputStoreError.busy(detail: "x")) {
            try await failing.mergedOutput(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
        }
    }

    private func makeCache(_ store: any StageOutputStore) -> StageOutputCache {
        StageOutputCache(store: store, byteLimit: 1_000_000, limitName: "LIMIT")
    }

    private func text(frame: Int) -> String {
        let label = String(repeating: "x", count: 1_000 - String(frame).count)
        return "{\"frames\": [{\"frame\": \(frame), \"detections\": [{\"label\": \"\(label)\"}]}]}"
    }
}

extension StageOutputCache {
    /// The output of a row in its first writing.
    fileprivate func output(of id: StageOutputID) async throws -> StageOutput {
        let row = StageOutputRow.Identity(id: id, revision: "1")
        guard let output = try await outputs(of: [row])[row] else { throw StageOutputStoreError.unknownRow(id) }
        return try output.get()
    }
}
