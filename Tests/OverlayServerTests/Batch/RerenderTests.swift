import Foundation
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

extension ServiceFixture {
    func options(
        job: String? = nil,
        stage: String? = nil,
        frames: String? = nil,
        shard: String = "1/1",
        isForced: Bool = false,
        isDryRun: Bool = false
    ) throws -> RerenderOptions {
        RerenderOptions(
            timeline: try TimelineID(timeline),
            job: try job.map { try JobID($0) },
            stage: try stage.map { try StageName($0) },
            frames: try frames.map { try FrameSelection($0) },
            shard: try #require(Shard(shard)),
            isForced: isForced,
            isDryRun: isDryRun,
            style: Style()
        )
    }

    func rerender(_ options: RerenderOptions) async throws -> [String] {
        try await Rerender(job: services.job, options: options).run { _, _ in }.map(\.status)
    }
}

struct RerenderTests {
    @Test("a batch renders what is missing; again, it does only what is left")
    func resumes() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        #expect(try await fixture.rerender(fixture.options(isDryRun: true)) == ["missing", "missing", "missing"])
        #expect(try await fixture.overlayKeys().isEmpty)
        #expect(try await fixture.rerender(fixture.options(frames: "1")) == ["rendered"])
        #expect(try await fixture.rerender(fixture.options()) == ["rendered", "present", "rendered"])
        #expect(try await fixture.rerender(fixture.options()) == ["present", "present", "present"])
        #expect(try await fixture.rerender(fixture.options(isForced: true)).allSatisfy { $0 == "rendered" })
    }

    @Test("a batch reads each frame with one request for all its stages, also where a listing does not say what it is")
    func readsOnce() async throws {
        let folder = try TemporaryFolder()
        let (signer, threads) = (ObjectURLSigner(baseURL: "http://a", secret: try .random()), BlockingThreads(count: 1))
        let directory = try DirectoryObjectStore(root: folder.path, bucket: "out", signer: signer, threads: threads)
        for store: any ObjectStore in [directory, MemoryObjectStore(signer: signer)] {
            let objects = CountingObjectStore(store)
            let fixture = try ServiceFixture(objects: objects)
            try await fixture.putFrames()
            for stage in ["detect", "track"] { try await fixture.insert(ServiceFixture.detections, stage: stage) }
            objects.reset()
            let statuses = try await fixture.rerender(fixture.options(isForced: true))
            #expect(statuses == Array(repeating: "rendered", count: 6))
            let (reads, looks) = (objects.count(.get), objects.count(.head))
            #expect(reads == 3 && looks == 0, "\(store): \(reads) and \(looks)")
        }
    }

    @Test("a corrupt frame fails alone, and the manifest names it")
    func goesOn() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.importer().put([0xFF, 0xD8, 0xFF, 0xE0], number: 1, format: .jpeg)
        let reports = Mutex(0)
        let rerender = Rerender(job: fixture.services.job, options: try fixture.options())
        let outcomes = try await rerender.run { _, total in reports.withLock { $0 += total } }
        #expect(outcomes.map(\.status) == ["rendered", "failed", "rendered"])
        #expect(reports.withLock(\.self) == 9)
        let json = try CanonicalJSON.encode(Manifest(outcomes, of: TimelineID(fixture.timeline)))
        let manifest = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        let overlays = try #require(manifest["overlays"] as? [[String: Any]])
        #expect(overlays.map { $0["status"] as? String } == ["rendered", "failed", "rendered"])
        #expect((overlays[1]["problem"] as? [String: Any])?["status"] as? Int == 422)
        #expect(overlays[0]["skipped_count"] as? Int == 1)
        let skipped = try #require(overlays[0]["skipped"] as? [[String: String]])
        #expect(skipped.first?["path"] == "$.frames[0].detections[1].bbox")
    }

    @Test("a frame is drawn for all stages and dropped, and the outcomes are in order of stages")
    func framesOfSeveralStages() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.insert(#"{"frames":[{"frame":0,"detections":[]}]}"#, stage: "another")
        let told = Mutex<[String]>([])
        let rerender = Rerender(job: fixture.services.job, options: try fixture.options())
        let outcomes = try await rerender.run { outcome, _ in
            told.withLock { $0.append("\(outcome.request.stage.stage) \(outcome.request.frame)") }
        }
        #expect(outcomes.allSatisfy { $0.status == "rendered" })
        let frames = outcomes.map(\.request.frame)
        #expect(frames.count == 6 && Array(frames.prefix(3)) == Array(frames.suffix(3)))
        #expect(frames.prefix(3).sorted() == Array(frames.prefix(3)))
        #expect(Set(outcomes.prefix(3).map(\.request.stage)).count == 1)
        #expect(Set(told.withLock(\.self)).count == 6)
        #expect(await fixture.services.job.frames.cachedByteCount == 0)
    }

    @Test("stages whose outputs are not in memory together are drawn one after the other")
    func rounds() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: [Configuration.stageCacheVariable: "2000"])
        try await fixture.insert(ServiceFixture.detections, stage: "another")
        let told = Mutex<[String]>([])
        let rerender = Rerender(job: fixture.services.job, options: try fixture.options())
        let outcomes = try await rerender.run { outcome, _ in
            told.withLock { $0.append(outcome.request.stage.stage.text) }
        }
        #expect(outcomes.map(\.status) == Array(repeating: "rendered", count: 6))
        #expect(told.withLock(\.self) == outcomes.map(\.request.stage.stage.text))
    }

    @Test("the shards of a batch make up the whole, each frame once")
    func shards() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        for shard in ["1/2", "2/2"] { _ = try await fixture.rerender(fixture.options(shard: shard)) }
        #expect(try await fixture.rerender(fixture.options()).allSatisfy { $0 == "present" })
        #expect(Shard("2/3")?.select(from: Array(0..<8)) == [1, 4, 7])
        #expect(Shard("4/3") == nil && Shard("0/3") == nil && Shard("1") == nil && Shard("1/99999") == nil)
    }

    @Test("extract_frames is rendered only when it is asked for; unknown names are said")
    func stages() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.insert(#"{"frames":[{"frame":0},{"frame":2,"timestamp":4}]}"#, stage: "extract_frames")
        #expect(try await fixture.rerender(fixture.options()).count == 2)
        #expect(try await fixture.rerender(fixture.options(job: "job-a", stage: "extract_frames")).count == 2)
        await #expect(throws: RequestError.self) { try await fixture.rerender(fixture.options(job: "job-z")) }
        await #expect(throws: RequestError.self) {
            try await fixture.rerender(fixture.options(job: "job-a", stage: "none"))
        }
        let empty = try ServiceFixture()
        await #expect(throws: RequestError.self) { try await empty.rerender(empty.options()) }
    }

    @Test("extract_frames is the list of frames: its numbers, timestamps and keys")
    func frameList() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let json =
            #"{"frames":[{"frame":0,"timestamp":1.5},{"frame":7,"key":"timelines/clip-1/frames/000002.png"},{"frame":8}]}"#
        try await fixture.insert(json, stage: "extract_frames")
        let frames = try await fixture.services.job.catalog.frames(of: try TimelineID("clip-1"))
        #expect(frames.map(\.number) == [0, 7, 8])
        #expect(frames[0].timestamp == 1.5)
        #expect(try frames[1].frame.get().key.text.hasSuffix("000002.png"))
        #expect(throws: FrameError.missing(8)) { try frames[2].frame.get() }
        #expect(try await fixture.services.job.run(try fixture.request(7), for: Party()).size.width == 160)
    }
}
