import Foundation
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("A clip that ends early")
struct EndedClipTests {
    private let folder: TemporaryFolder
    private static let frameCount = 40

    init() throws { folder = try TemporaryFolder() }

    /// Services with an ffmpeg that notes its number and then does `body`.
    private func fixture(_ body: String, objects: (any ObjectStore)? = nil) async throws -> ServiceFixture {
        try folder.write("ffmpeg", "#!/bin/sh\necho $$ >\(folder.path("number"))\n\(body)\n")
        #expect(unsafe chmod(folder.path("ffmpeg"), 0o755) == 0)
        let fixture = try ServiceFixture(objects: objects, path: folder.path)
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        for number in 0..<Self.frameCount { try await fixture.importer().put(jpeg, number: number, format: .jpeg) }
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        return fixture
    }

    private static let real = "exec /usr/bin/ffmpeg \"$@\""

    private var number: pid_t? {
        folder.text("number").flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// A process that has ended and was not waited for would still be there.
    private func isGone() async throws -> Bool {
        let number = try #require(number)
        return try await eventually { kill(number, 0) != 0 }
    }

    private struct Enough: Error {}

    @Test("since its client has gone leaves no ffmpeg, and draws nothing more")
    func abandoned() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let count = Mutex(0)
        let store = CountingObjectStore { call in
            guard call == .get,
                count.withLock({
                    $0 += 1; return $0
                }) > 20
            else { return }
            for await _ in gate.stream {}
        }
        let fixture = try await fixture(Self.real, objects: store)
        try await fixture.serving { port in
            let client = try await RawClient(port: port)
            try await client.send("GET \(ServiceFixture.prefix)/clip?frames=0-39&container=mp4")
            #expect(try await eventually { client.received.contains("video/mp4") && count.withLock { $0 > 20 } })
            #expect(fixture.services.clips.clipCount == 1)
            try await client.close()
            #expect(try await isGone())
            #expect(try await eventually { fixture.services.clips.clipCount == 0 })
            #expect(try await eventually { fixture.services.job.limits.admission.partyCount == 0 })
        }
        #expect(count.withLock { $0 < Self.frameCount })
    }

    @Test("since nobody takes it leaves no ffmpeg")
    func refused() async throws {
        let fixture = try await fixture(Self.real)
        let plan = try await fixture.services.clips.plan(fixture.clip(.mp4, frames: Array(0..<Self.frameCount)))
        await #expect(throws: Enough.self) {
            try await fixture.services.clips.make(plan, for: Party()) { _ in throw Enough() }
        }
        #expect(try await isGone())
    }

    @Test("since nothing may be drawn leaves no ffmpeg")
    func undrawable() async throws {
        let fixture = try await fixture(Self.real)
        // What must not be seen cannot be told.
        try await fixture.insert("{broken", stage: "detect")
        let style = try Style(["effect": ["blur"]])
        let plan = try await fixture.services.clips.plan(fixture.clip(.mp4, frames: [0, 1], style: style))
        await #expect(throws: UnreadableStageOutput.self) {
            try await fixture.services.clips.make(plan, for: Party()) { _ in }
        }
        #expect(try await isGone())
    }

    @Test(
        "since ffmpeg has ended says the last that it said",
        arguments: [
            ("echo one >&2; echo 'no such encoder' >&2; exit 3", 3, "no such encoder"),
            ("head -c 5000000 >/dev/null; echo late >&2; exit 4", 4, "late"),
            ("cat >/dev/null; echo all taken >&2; exit 5", 5, "all taken"), ("exit 6", 6, "it does not say why"),
            ("kill -9 $$", 9, "it does not say why"),
        ]
    )
    func failing(body: String, status: Int32, lastLine: String) async throws {
        let fixture = try await fixture(body)
        let plan = try await fixture.services.clips.plan(fixture.clip(.mp4, frames: Array(0..<Self.frameCount)))
        let error = await #expect(throws: FFmpegError.self) {
            try await fixture.services.clips.make(plan, for: Party()) { _ in }
        }
        #expect(error == .failed(status: status, lastLine: lastLine))
        #expect(try await isGone())
    }

    @Test("since ffmpeg has failed is an answer that breaks off")
    func brokenOff() async throws {
        let fixture = try await fixture("printf begun; exit 1")
        try await fixture.serving { port in
            let client = try await RawClient(port: port)
            try await client.send("GET \(ServiceFixture.prefix)/clip?frames=0-39&container=mp4")
            #expect(try await eventually { !client.isOpen })
            #expect(client.received.contains("begun") && !client.received.contains("\r\n0\r\n"))
        }
    }

    @Test("draws no further ahead than may be", arguments: ClipContainer.allCases)
    func window(container: ClipContainer) async throws {
        let store = CountingObjectStore()
        // About as many as are sent of an animated PNG before the first is held up.
        let fixture = try await fixture("head -c 1000000 >/dev/null; printf x; exec sleep 1000", objects: store)
        let plan = try await fixture.services.clips.plan(fixture.clip(container, frames: Array(0..<Self.frameCount)))
        store.reset()
        let gate = AsyncStream<Void>.makeStream()
        let sent = Mutex(0)
        let making = Task {
            try await fixture.services.clips.make(plan, for: Party()) { _ in
                guard
                    sent.withLock({
                        $0 += 1; return $0
                    }) > 12
                else { return }
                for await _ in gate.stream {}
            }
        }
        #expect(try await eventually { store.count(.get) >= 14 })
        for _ in 0..<2000 { await Task.yield() }
        // Those, those that wait, and the few that the system keeps on the way to ffmpeg.
        #expect(store.count(.get) <= 28)
        making.cancel()
        gate.continuation.finish()
        _ = await making.result
        if container == .mp4 { #expect(try await isGone()) }
    }
}
