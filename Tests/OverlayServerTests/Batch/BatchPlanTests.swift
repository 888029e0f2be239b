import StoreTestSupport
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("A run of many shards")
struct BatchPlanTests {
    private static func timeline(_ name: String, _ sizes: [Int], stages: Int = 1) throws -> BatchPlan.Timeline {
        let frames = try sizes.enumerated().map { number, size in
            var frame = Frame(number: number, key: try ObjectKey("timelines/\(name)/\(number)"))
            frame.byteCount = size
            return FrameList.Entry(frame)
        }
        return BatchPlan.Timeline(id: try TimelineID(name), frames: frames, stageCount: stages)
    }

    private static func numbers(_ part: BatchPlan.Part) throws -> [Int] {
        try FrameSelection(try #require(part.frames)).frames(limit: 1 << 20)
    }

    @Test("is cut into parts that have each frame once, in order", arguments: [1, 2, 3, 7, 50])
    func whole(count: Int) throws {
        let timelines = [
            try Self.timeline("a", (0..<37).map { 1000 * $0 }), try Self.timeline("b", [5], stages: 4),
            try Self.timeline("c", []), try Self.timeline("d", Array(repeating: 300_000, count: 61), stages: 2),
        ]
        let plan = BatchPlan(timelines, into: count, request: "r")
        #expect(plan.shards.count == count)
        let parts = plan.shards.joined()
        #expect(try parts.filter { $0.timeline == "a" }.flatMap(Self.numbers) == Array(0..<37))
        #expect(try parts.filter { $0.timeline == "b" }.flatMap(Self.numbers) == [0])
        #expect(try parts.filter { $0.timeline == "d" }.flatMap(Self.numbers) == Array(0..<61))
        #expect(BatchPlan(timelines, into: count, request: "r") == plan)
    }

    @Test("gives each shard about the same cost, by the bytes of frames and the stages on them")
    func costs() throws {
        let light = try Self.timeline("light", Array(repeating: 100_000, count: 400))
        let heavy = try Self.timeline("heavy", Array(repeating: 900_000, count: 400), stages: 3)
        let plan = BatchPlan([light, heavy], into: 8, request: "")
        let costs = try plan.shards.map { parts in
            try parts.reduce(0) { sum, part in
                try sum + Self.numbers(part).count * (part.timeline == "light" ? 300_000 : 1_500_000)
            }
        }
        #expect(try #require(costs.max()) - #require(costs.min()) <= 1_500_000)
    }

    @Test("has a timeline whose frames cannot be listed in its first shard, which says why")
    func unlisted() throws {
        let missing = BatchPlan.Timeline(id: try TimelineID("x"), frames: nil, stageCount: 0)
        let plan = BatchPlan([try Self.timeline("a", [1, 1]), missing], into: 2, request: "")
        #expect(plan.shards[0].contains(BatchPlan.Part(timeline: "x", frames: nil)))
    }

    @Test("goes by the plan of whichever shard came first")
    func first() async throws {
        let objects = MemoryObjectStore(bucket: "b", signer: nil)
        let run = try BatchRun("job-1", in: objects, under: "overlays/")
        let (one, two) = (try #require(Shard("1/2")), try #require(Shard("2/2")))
        #expect(try await run.storedPlan() == nil)
        let first = BatchPlan([try Self.timeline("a", [1, 1])], into: 2, request: "r")
        #expect(try await run.parts(of: one, isStored: true) { first }.parts == first.shards[0])
        let grown = BatchPlan([try Self.timeline("a", [1, 1, 1, 1])], into: 2, request: "r")
        let second = try await run.parts(of: two, isStored: true) { grown }
        #expect(second.parts == first.shards[1] && second.plan.request == "r" && second.plan.shards == 2)
        let other = try BatchRun("job-2", in: objects, under: "overlays/")
        #expect(try await other.parts(of: one, isStored: false) { grown }.parts == grown.shards[0])
        #expect(try await other.storedPlan() == nil)
        // One of another number of shards has no part in it.
        let third = try await run.parts(of: try #require(Shard("3/3")), isStored: true) { grown }
        #expect(third.parts.isEmpty && third.plan.shards == 2)
    }

    @Test("two shards that plan at once go by one plan")
    func race() async throws {
        let objects = MemoryObjectStore(bucket: "b", signer: nil)
        let run = try BatchRun("job", in: objects, under: "")
        let shard = try #require(Shard("1/1"))
        let plans = [
            BatchPlan([try Self.timeline("a", [1])], into: 1, request: "one"),
            BatchPlan([try Self.timeline("b", [1])], into: 1, request: "two"),
        ]
        let inner = try await run.parts(of: shard, isStored: true) {
            _ = try await run.parts(of: shard, isStored: true) { plans[0] }
            return plans[1]
        }
        #expect(inner.plan.request == "one" && inner.parts == plans[0].shards[0])
    }

    @Test("has an id that a key can have", arguments: ["", ".", "a/b", "a b", "ä", String(repeating: "a", count: 129)])
    func ids(id: String) {
        #expect(throws: RequestError.self) {
            try BatchRun(id, in: MemoryObjectStore(bucket: "b", signer: nil), under: "")
        }
    }
}

@Suite("The engine of a batch")
struct BatchEngineTests {
    struct Case: Sendable {
        let environment: [String: String]
        let index: Int
        let count: Int?
        let run: String?
    }

    @Test(
        "says which part this is",
        arguments: [
            Case(
                environment: ["JOB_COMPLETION_INDEX": "3", "HOSTNAME": "rerender-3"],
                index: 3,
                count: nil,
                run: "rerender"
            ),
            Case(environment: ["JOB_COMPLETION_INDEX": "0", "HOSTNAME": "machine"], index: 0, count: nil, run: nil),
            Case(environment: slurm(5, 2...9, count: 8), index: 3, count: 8, run: "77"),
            // Every second of them, or those that are submitted again.
            Case(environment: slurm(5, 1...9, count: 5), index: 4, count: nil, run: "77"),
            Case(environment: slurm(4, 0...7, count: 3), index: 4, count: nil, run: "77"),
            Case(
                environment: [
                    "AWS_BATCH_JOB_ARRAY_INDEX": "1", "AWS_BATCH_JOB_ARRAY_SIZE": "20", "AWS_BATCH_JOB_ID": "abc-1:1",
                ],
                index: 1,
                count: 20,
                run: "abc-1"
            ),
        ]
    )
    func engines(engine: Case) throws {
        let found = try #require(BatchEngine(engine.environment))
        #expect(found.index == engine.index && found.count == engine.count && found.run == engine.run)
    }

    private static func slurm(_ task: Int, _ tasks: ClosedRange<Int>, count: Int) -> [String: String] {
        [
            "SLURM_ARRAY_TASK_ID": "\(task)", "SLURM_ARRAY_TASK_MIN": "\(tasks.lowerBound)",
            "SLURM_ARRAY_TASK_MAX": "\(tasks.upperBound)", "SLURM_ARRAY_TASK_COUNT": "\(count)",
            "SLURM_ARRAY_JOB_ID": "77",
        ]
    }

    @Test("is none where its variables are not set, or are no numbers")
    func none() {
        #expect(BatchEngine([:]) == nil)
        #expect(BatchEngine(["JOB_COMPLETION_INDEX": "x"]) == nil)
    }
}
