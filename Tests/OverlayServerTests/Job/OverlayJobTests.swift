import Foundation
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

@Suite("The job")
struct OverlayJobTests {
    /// A fixture whose store counts what it is asked, and calls `before` first. What it knows of frames does not grow old, however
    /// long a test takes on a busy machine.
    private func fixture(
        environment: [String: String] = [:],
        before: @escaping @Sendable (CountingObjectStore.Call) async -> Void = { _ in }
    ) async throws -> (ServiceFixture, CountingObjectStore) {
        let signer = ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: try .random())
        let objects = CountingObjectStore(MemoryObjectStore(signer: signer), before: before)
        let start = ContinuousClock.now
        let fixture = try ServiceFixture(environment: environment, objects: objects, now: { start })
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        return (fixture, objects)
    }

    @Test("asks the store three times for a fresh overlay and once for one that is there")
    func requests() async throws {
        let (fixture, objects) = try await fixture()
        _ = try await fixture.services.job.catalog.frames(of: TimelineID(fixture.timeline))
        objects.reset()
        let request = try fixture.request(0)
        #expect(try await fixture.services.job.run(request, for: Party()).stored.isCached == false)
        #expect(objects.count(.get) == 1 && objects.count(.head) == 1 && objects.count(.put) == 1)
        objects.reset()
        #expect(try await fixture.services.job.run(request, for: Party()).stored.isCached)
        #expect(objects.count(.head) == 1 && objects.count(.get) == 0 && objects.count(.list) == 0)
        // The header is remembered when the frame is not.
        let small = try await self.fixture(environment: ["OVERLAY_FRAME_CACHE_BYTES": "0"])
        for _ in 0..<3 { _ = try await small.0.services.job.run(try small.0.request(0), for: Party()) }
        #expect(small.1.count(.get) == 2)
    }

    @Test(
        "asks neither store nor database for an overlay that was there a moment ago, and draws it again when that is over"
    )
    func remembered() async throws {
        let remembering = ["OVERLAY_KNOWN_SECONDS": "60", "OVERLAY_ROWS_MILLISECONDS": "60000"]
        let (fixture, objects) = try await fixture(environment: remembering)
        // Keys that extract_frames names come without ETags.
        let key = try FrameKeyTemplate.standard.key(
            of: 0,
            in: TimelineID("clip-1"),
            FrameKeyTemplate.standard.standardForms[0]
        )
        try await fixture.insert(#"{"frames": [{"frame": 0, "key": "\#(key)"}]}"#, stage: "extract_frames")
        let job = fixture.services.job
        let drawn = try await job.run(fixture.request(0), for: Party())
        objects.reset()
        let again = try await job.run(fixture.request(0), for: Party())
        #expect(again.stored.isCached && again.stored.byteCount == drawn.stored.byteCount && again.key == drawn.key)
        #expect([.get, .head, .list, .put].allSatisfy { objects.count($0) == 0 })

        try await objects.delete(drawn.key)
        #expect(try await job.run(fixture.request(0), for: Party()).stored.isCached)
        let (other, _) = try await self.fixture()
        let first = try await other.services.job.run(other.request(0), for: Party())
        try await other.services.objects.delete(first.key)
        #expect(try await other.services.job.run(other.request(0), for: Party()).stored.isCached == false)
    }

    @Test("notices that a frame has been replaced since it was listed")
    func replacedFrame() async throws {
        let (fixture, _) = try await fixture()
        let before = try await fixture.services.job.run(fixture.request(1), for: Party())
        let other = try ImageCodec.encodeJPEG(ServiceFixture.frame(7), quality: 90, sampling: .halfBoth)
        try await fixture.importer().put(other, number: 0, format: .jpeg)
        let drawn = try await fixture.services.job.run(fixture.request(0), for: Party())
        let bytes = try await fixture.services.objects.get(drawn.key, limit: 1 << 20).bytes
        let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)
        #expect(
            try ImageCodec.decode(bytes, limits: limits).bytes.prefix(400)
                == ImageCodec.decode(other, limits: limits).bytes.prefix(400)
        )
        #expect(before.key != drawn.key)
    }

    @Test("fetches no frame for a caller who is turned away")
    func refusalsFetchNothing() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let (fixture, objects) = try await fixture(
            environment: ["OVERLAY_RENDER_CONCURRENCY": "1", "OVERLAY_QUEUE_LIMIT": "1"]
        ) { call in
            if call == .get { for await _ in gate.stream {} }
        }
        let job = fixture.services.job
        let served = try (0..<2).map { frame in
            let request = try fixture.request(frame)
            return Task { try await job.runInTime(request) }
        }
        #expect(try await eventually { objects.count(.get) >= 2 })
        for _ in 0..<20 {
            await #expect(throws: Overload(retryAfterSeconds: 1)) {
                try await job.runInTime(fixture.request(0))
            }
        }
        #expect(objects.count(.get) == 2)
        gate.continuation.finish()
        for task in served { _ = try await task.value }
    }

    @Test("answers for an overlay that is known to be there, however many callers wait for others")
    func knownWhileFull() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let isClosed = Mutex(false)
        let (fixture, objects) = try await fixture(
            environment: [
                "OVERLAY_RENDER_CONCURRENCY": "1", "OVERLAY_QUEUE_LIMIT": "0", "OVERLAY_KNOWN_SECONDS": "3600",
            ]
        ) { call in
            if call == .get, isClosed.withLock(\.self) { for await _ in gate.stream {} }
        }
        let job = fixture.services.job
        let drawn = try await job.runInTime(fixture.request(0))
        isClosed.withLock { $0 = true }
        objects.reset()
        let request = try fixture.request(1)
        let served = Task { try await job.runInTime(request) }
        #expect(try await eventually { objects.count(.get) == 1 })
        let known = try await job.runInTime(fixture.request(0))
        #expect(known.stored.isCached && known.key == drawn.key)
        await #expect(throws: Overload.self) { try await job.runInTime(fixture.request(2)) }
        gate.continuation.finish()
        _ = try await served.value
    }

    @Test("has no more bytes of frames and canvases under way than it may")
    func memory() async throws {
        let gauge = Mutex((now: 0, most: 0))
        let (fixture, _) = try await fixture(environment: ["OVERLAY_RENDER_BYTES": "1"]) { call in
            guard call == .put else { return }
            gauge.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            for _ in 0..<50 { await Task.yield() }
            gauge.withLock { $0.now -= 1 }
        }
        gauge.withLock { $0 = (0, 0) }
        let job = fixture.services.job
        let styles = try (0..<12).map { try Style(["thickness": ["\($0 + 1)"]]) }
        let overlays = await styles.mapConcurrently(width: 12) { style in
            try? await job.run(try fixture.request(0, style), for: Party())
        }
        #expect(overlays.allSatisfy { $0 != nil })
        #expect(gauge.withLock(\.most) == 1)
    }

    @Test("ends what nobody waits for any more, and stores nothing of it")
    func abandoned() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let (fixture, objects) = try await fixture { call in
            if call == .get { for await _ in gate.stream {} }
        }
        let job = fixture.services.job
        let callers = (0..<10).map { _ in Task { try await job.runInTime(fixture.request(0)) } }
        #expect(try await eventually { objects.count(.get) > 0 })
        for caller in callers { caller.cancel() }
        for caller in callers { await #expect(throws: CancellationError.self) { try await caller.value } }
        gate.continuation.finish()
        #expect(try await eventually { job.limits.admission.partyCount == 0 })
        let one = try await job.runInTime(fixture.request(1))
        #expect(one.stored.isCached == false)
        #expect(try await fixture.overlayKeys() == [one.key])
    }

    @Test("says that an overlay is late, however long a store takes")
    func late() async throws {
        let (fixture, _) = try await fixture(environment: ["OVERLAY_DEADLINE_SECONDS": "1"]) { call in
            if call == .head { for await _ in AsyncStream<Void>.makeStream().stream {} }
        }
        await #expect {
            try await fixture.services.job.runInTime(fixture.request(0))
        } throws: { error in
            let problem = Problem(Failure(reporting: error))
            return problem.status == 503 && problem.retryAfterSeconds != nil && problem.detail.contains("1 s")
        }
    }
}
