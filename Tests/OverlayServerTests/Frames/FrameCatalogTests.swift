import Synchronization
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("A catalog of frames")
struct FrameCatalogTests {
    private let timeline: TimelineID
    private let objects = CountingObjectStore()
    private let fixture: ServiceFixture
    private var catalog: FrameCatalog { fixture.services.job.catalog }

    init() throws {
        timeline = try TimelineID("clip-1")
        fixture = try ServiceFixture(objects: objects)
    }

    private func put(_ names: String...) async throws {
        for name in names {
            let key = try ObjectKey("timelines/clip-1/frames/\(name)")
            _ = try await objects.put(key, [1], contentType: "image/jpeg", mode: .overwrite)
        }
    }

    @Test(
        "finds a frame that was written a moment ago, without listing again",
        arguments: [
            (["000000.jpg", "000001.jpg"], "000002.jpg", 2), (["0.png", "1.png"], "7.png", 7),
            (["0001.JPG"], "0000.JPG", 0), ([], "000005.jpg", 5), ([], "3.png", 3),
        ]
    )
    func late(before: [String], name: String, number: Int) async throws {
        let start = ContinuousClock.now
        let catalog = try ServiceFixture(objects: objects, now: { start }).services.job.catalog
        for name in before { try await put(name) }
        _ = try await catalog.frames(of: timeline)
        await #expect(throws: RequestError.unknownFrame(number, timeline: timeline)) {
            try await catalog.frame(number, of: timeline)
        }
        try await put(name)
        objects.reset()
        #expect(try await catalog.frame(number, of: timeline).key.text.hasSuffix("/\(name)"))
        #expect(objects.count(.list) == 0)
        objects.reset()
        #expect(try await catalog.frame(number, of: timeline).number == number)
        #expect(objects.count(.list) == 0 && objects.count(.head) == 0)
    }

    @Test("does not list for every frame that there is not, but when listing again is cheap for the time that went by")
    func unknown() async throws {
        let clock = Clock()
        let objects = CountingObjectStore { call in
            if call == .list { clock.advance(by: .milliseconds(5)) }
        }
        let fixture = try ServiceFixture(objects: objects)
        let catalog = FrameCatalog(
            objects: objects,
            stages: fixture.services.job.stages,
            template: .standard,
            now: { clock.now }
        )
        let key = try ObjectKey("timelines/clip-1/frames/000000.jpg")
        _ = try await objects.put(key, [1], contentType: "image/jpeg", mode: .overwrite)
        for round in 1...3 {
            for number in 1...50 {
                await #expect(throws: RequestError.self) { try await catalog.frame(number, of: timeline) }
            }
            #expect(objects.count(.list) == round)
            clock.advance(by: .milliseconds(100))
        }
        #expect(objects.count(.head) == 150)
    }

    @Test("finds a frame that is named in another way than the others as soon as listing again is cheap")
    func otherForm() async throws {
        try await put("000000.jpg")
        _ = try await catalog.frames(of: timeline)
        try await put("0007.PNG")
        var found: Frame?
        while found == nil { found = try? await catalog.frame(7, of: timeline) }
        #expect(found?.key.text.hasSuffix("0007.PNG") == true)
    }

    @Test("lists once for all who come while it lists")
    func cold() async throws {
        let gate = ReleaseGate()
        let objects = CountingObjectStore { call in
            if call == .list { await gate.pass() }
        }
        let fixture = try ServiceFixture(objects: objects)
        let key = try ObjectKey("timelines/clip-1/frames/000000.jpg")
        _ = try await objects.put(key, [1], contentType: "image/jpeg", mode: .overwrite)
        let catalog = fixture.services.job.catalog
        let callers = (0..<40).map { _ in Task { try await catalog.frame(0, of: timeline) } }
        #expect(try await eventually { catalog.listerCount(of: timeline) == 40 })
        gate.open()
        for caller in callers { #expect(try await caller.value.key == key) }
        #expect(objects.count(.list) == 1)
    }

    @Test("takes over what extract_frames says as soon as it says so")
    func renamed() async throws {
        try await put("000000.jpg", "elsewhere.jpg")
        #expect(try await catalog.frame(0, of: timeline).key.text.hasSuffix("000000.jpg"))
        let json = #"{"frames": [{"frame": 9, "timestamp": 4.5, "key": "timelines/clip-1/frames/elsewhere.jpg"}]}"#
        try await fixture.insert(json, stage: "extract_frames")
        let frame = try await catalog.frame(9, of: timeline)
        #expect(frame.key.text.hasSuffix("elsewhere.jpg") && frame.timestamp == 4.5)
        // A frame that was known before is the one that it says, too.
        let next = #"{"frames": [{"frame": 9, "key": "timelines/clip-1/frames/000000.jpg"}]}"#
        try await fixture.insert(next, stage: "extract_frames")
        #expect(try await catalog.frame(9, of: timeline).key.text.hasSuffix("000000.jpg"))
    }

    @Test("finds a frame at fault that extract_frames gives a key that no object can have, and no other")
    func badKey() async throws {
        try await put("000000.jpg")
        let json = #"{"frames": [{"frame": 0}, {"frame": 1, "key": "../etc"}, {"frame": 2, "key": "a"}, {"frame": 3}]}"#
        try await fixture.insert(json, stage: "extract_frames")
        #expect(try await catalog.frames(of: timeline).map(\.number) == [0, 1, 2, 3])
        #expect(try await catalog.frame(0, of: timeline).key.text.hasSuffix("000000.jpg"))
        #expect(try await catalog.frame(2, of: timeline).key.text == "a")
        await #expect(throws: FrameError.missing(3)) { try await catalog.frame(3, of: timeline) }
        // Also where there is an object under the key that it would have by its number.
        try await put("000001.jpg")
        for _ in 0..<2 {
            await #expect {
                try await catalog.frame(1, of: timeline)
            } throws: { error in
                let problem = Problem(Failure(reporting: error))
                return problem.status == 422 && problem.field == "frame" && problem.detail.contains("segment of dots")
            }
        }
        try await put("000003.jpg")
        #expect(try await catalog.frame(3, of: timeline).number == 3)
    }
}

/// A clock that a test moves.
private final class Clock: Sendable {
    private let time = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { time.withLock(\.self) }

    func advance(by duration: Duration) { time.withLock { $0 += duration } }
}

/// Holds back those who want to pass until it is opened.
private final class ReleaseGate: Sendable {
    private let stream = AsyncStream<Void>.makeStream()

    func pass() async { for await _ in stream.stream {} }

    func open() { stream.continuation.finish() }
}
