import StoreTestSupport
import TestSupport
import Testing

@testable import Detections
@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("What a batch notes for the next")
struct OverlayLedgerTests {
    /// The same stores under services that remember nothing.
    private func anew(_ fixture: ServiceFixture, _ environment: [String: String] = [:]) throws -> ServiceFixture {
        let configuration = try Configuration(environment: environment, processorCount: 2)
        let services = try Services(configuration: configuration, stores: fixture.services.stores)
        return ServiceFixture(services: services, timeline: fixture.timeline)
    }

    private func outcomes(_ fixture: ServiceFixture, _ options: RerenderOptions? = nil) async throws
        -> [RerenderOutcome]
    {
        try await Rerender(job: fixture.services.job, options: options ?? fixture.options()).run { _, _ in }
    }

    /// The numbers of the frames that have been read.
    private func read(_ fixture: ServiceFixture) async throws -> [Int] {
        let frames = try await fixture.services.job.catalog.frames(of: TimelineID(fixture.timeline))
        return frames.filter { (try? fixture.services.job.frames.known($0.frame.get())) != nil }.map(\.number)
    }

    @Test("saves it reading frames, and its manifest says the same")
    func saysTheSame() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let first = try await outcomes(fixture)
        let next = try anew(fixture)
        let second = try await outcomes(next)
        #expect(try await read(next).isEmpty)
        #expect(second.map(\.status) == ["present", "present", "present"])
        #expect(second.map(\.overlay?.key) == first.map(\.overlay?.key))
        #expect(second.map(\.overlay?.byteCount) == first.map(\.overlay?.byteCount))
        #expect(second.map(\.overlay?.source) == first.map(\.overlay?.source))
        #expect(second.map(\.overlay?.skipped) == first.map(\.overlay?.skipped))
        #expect(second.map(\.skippedCount) == [1, 0, 0])
        #expect(second.map { Set($0.warnings) } == first.map { Set($0.warnings) })
        #expect(first.contains { !$0.warnings.isEmpty })
    }

    @Test("is of no use where a frame, a row or the configuration has changed")
    func changes() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let first = try await outcomes(fixture)
        let key = try ObjectKey("timelines/clip-1/frames/000002.png")
        let png = try ImageCodec.encodePNG(ServiceFixture.frame(3))
        _ = try await fixture.services.objects.put(key, png, contentType: "image/png", mode: .overwrite)
        let second = try await outcomes(try anew(fixture))
        #expect(second.map(\.status) == ["present", "present", "rendered"])
        #expect(second[2].overlay?.key != first[2].overlay?.key)

        try await fixture.insert(#"{"frames":[{"frame":1,"detections":[{"bbox":[9,9,40,40]}]}]}"#, stage: "detect")
        let third = try await outcomes(try anew(fixture))
        #expect(third[1].status == "rendered")

        let other = try anew(fixture, ["FRAME_NUMBER_BASE": "0"])
        #expect(try await outcomes(other).map(\.status) == ["present", "present", "present"])
        #expect(try await read(other) == [0, 1, 2])
    }

    @Test("counts for nothing where the overlay is gone, or the ledger is damaged")
    func losses() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let first = try await outcomes(fixture)
        let key = try #require(first[1].overlay?.key)
        try await fixture.services.objects.delete(key)
        #expect(try await outcomes(try anew(fixture)).map(\.status) == ["present", "rendered", "present"])
        let ledgers = try await fixture.overlayKeys().filter { $0.text.contains("/ledgers/") }
        #expect(ledgers.count == 1)
        for ledger in ledgers {
            _ = try await fixture.services.objects.put(
                ledger,
                [0x7B],
                contentType: "application/json",
                mode: .overwrite
            )
        }
        #expect(try await outcomes(try anew(fixture)).map(\.status) == ["present", "present", "present"])
    }

    @Test("is kept apart by style, and by shard; a whole batch reads what all shards have noted")
    func shards() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        for shard in ["1/2", "2/2"] { _ = try await outcomes(fixture, fixture.options(shard: shard)) }
        #expect(try await fixture.overlayKeys().count { $0.text.contains("/ledgers/") } == 2)
        let whole = try anew(fixture)
        #expect(try await outcomes(whole).map(\.status) == ["present", "present", "present"])
        #expect(try await read(whole).isEmpty)
    }

    @Test("holds for frames that extract_frames names by key, of which no question is asked either")
    func namedFrames() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let json = #"{"frames":[{"frame":0,"key":"timelines/clip-1/frames/000000.jpg"},{"frame":1}]}"#
        try await fixture.insert(json, stage: "extract_frames")
        #expect(try await outcomes(fixture).map(\.status) == ["rendered", "rendered"])
        let next = try anew(fixture)
        #expect(try await outcomes(next).map(\.status) == ["present", "present"])
        #expect(try await read(next).isEmpty)
    }

    @Test("a dry run reads no frame and notes nothing")
    func dryRun() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        #expect(
            try await outcomes(fixture, fixture.options(isDryRun: true)).map(\.status) == [
                "missing", "missing", "missing",
            ]
        )
        #expect(try await read(fixture).isEmpty)
        #expect(try await fixture.overlayKeys().isEmpty)
    }
}
