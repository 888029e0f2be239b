import Foundation
import StoreTestSupport
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("Pruning")
struct PruningTests {
    private let folder: TemporaryFolder
    private let objects: DirectoryObjectStore

    init() throws {
        folder = try TemporaryFolder()
        objects = try DirectoryObjectStore(
            root: folder.path("out"),
            bucket: "out",
            signer: ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: try .random()),
            threads: BlockingThreads(count: 1)
        )
    }

    /// An object of 1000 bytes that was used last so many hours ago.
    private func put(_ key: String, hoursAgo: Double, _ text: String = "") async throws {
        let bytes = Array(text.utf8) + [UInt8](repeating: 1, count: 1000 - text.utf8.count)
        _ = try await objects.put(ObjectKey(key), bytes, contentType: "image/jpeg", mode: .overwrite)
        try age("out/\(key)", to: Date(timeIntervalSinceNow: -hoursAgo * 3600))
    }

    /// Makes a file look as if it had been used last at `time`.
    private func age(_ name: String, to time: Date) throws {
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: folder.path(name))
    }

    private func prune(
        timeline: String? = nil,
        isDryRun: Bool = false,
        _ set: (inout PruningRules) -> Void
    ) async throws -> PruningReport {
        var rules = PruningRules()
        set(&rules)
        let timeline = try timeline.map { try TimelineID($0) }
        return try await Pruning(rules, in: objects, under: "overlays/", timeline: timeline, isDryRun: isDryRun).run()
    }

    private var keys: [String] {
        get async throws { try await objects.allObjects(prefix: "").map(\.key.text) }
    }

    @Test("removes what was not used for as long, and nothing outside the overlays")
    func age() async throws {
        try await put("overlays/t/j/s/000000-a.jpg", hoursAgo: 50)
        try await put("overlays/t/j/s/000001-b.jpg", hoursAgo: 10)
        try await put("overlays/t/manifests/j-s.json", hoursAgo: 50)
        try await put("timelines/t/frames/000000.jpg", hoursAgo: 500)
        let all = try await keys
        let dry = try await prune(isDryRun: true) { $0.unusedFor = .seconds(24 * 3600) }
        #expect(dry.prunedCount == 2 && dry.prunedBytes == 2000 && dry.count == 3)
        #expect(try await keys == all)
        #expect(try await prune { $0.unusedFor = .seconds(24 * 3600) } == dry)
        #expect(try await keys == ["overlays/t/j/s/000001-b.jpg", "timelines/t/frames/000000.jpg"])
    }

    @Test("removes what was used longest ago until the rest is small enough, and nothing that is in use")
    func size() async throws {
        for number in 0..<6 { try await put("overlays/t/j/s/00000\(number)-a.jpg", hoursAgo: Double(6 - number)) }
        try await objects.touch(ObjectKey("overlays/t/j/s/000000-a.jpg"))
        let report = try await prune { $0.maxBytes = 4500 }
        #expect(report.prunedCount == 2)
        #expect(try await keys.map { $0.dropFirst(15).prefix(6) } == ["000000", "000003", "000004", "000005"])
        _ = try await prune { $0.maxBytes = 0 }
        #expect(try await keys.map { $0.dropFirst(15).prefix(6) } == ["000000", "000005"])
    }

    @Test("removes the overlays of one timeline by its name")
    func timeline() async throws {
        for name in ["t", "t2", "u"] { try await put("overlays/\(name)/j/s/000000-a.jpg", hoursAgo: 0) }
        #expect(try await prune(timeline: "t") { $0.unusedFor = .zero }.prunedCount == 1)
        #expect(try await keys == ["overlays/t2/j/s/000000-a.jpg", "overlays/u/j/s/000000-a.jpg"])
    }

    @Test("removes pictures of other renderers, and what says nothing of its renderer stays")
    func renderers() async throws {
        try await put("overlays/t/j/s/000000-a.jpg", hoursAgo: 0, "overlay-server 1: t/j/s, frame 0")
        try await put("overlays/t/j/s/000001-a.jpg", hoursAgo: 0, "overlay-server \(OverlayKey.rendererVersion): t/j/s")
        try await put("overlays/t/j/s/000002-a.jpg", hoursAgo: 0)
        #expect(try await prune { $0.otherRenderers = true }.prunedCount == 1)
        #expect(try await keys.first == "overlays/t/j/s/000001-a.jpg")
    }

    @Test("an overlay that is handed out counts as used")
    func handedOut() async throws {
        let fixture = try ServiceFixture(objects: objects)
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        let overlay = try await fixture.services.job.run(fixture.request(0), for: Party())
        try age("out/\(overlay.key)", to: Date(timeIntervalSince1970: 1_000_000_000))
        let again = try await fixture.services.job.run(fixture.request(0), for: Party())
        #expect(again.stored.isCached)
        #expect(try await prune { $0.unusedFor = .seconds(3600) }.prunedCount == 0)
    }

    @Test(
        "times and sizes are read as people write them",
        arguments: [("30d", 2_592_000), ("12h", 43_200), ("90m", 5400), ("0", 0), ("5", nil), ("d", nil), ("-1d", nil)]
    )
    func times(text: String, seconds: Int?) {
        #expect(PruningRules.duration(text) == seconds.map { Duration.seconds($0) })
    }

    @Test(arguments: [
        ("20G", 20 << 30), ("500M", 500 << 20), ("77", 77), ("G", nil), ("-1", nil), ("1.5G", nil), ("999999999T", nil),
    ])
    func sizes(text: String, bytes: Int?) {
        #expect(PruningRules.bytes(text) == bytes)
    }
}
