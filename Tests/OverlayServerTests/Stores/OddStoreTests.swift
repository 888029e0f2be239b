import Detections
import Foundation
import StoreTestSupport
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

/// Each behaviour with what must come of it: what is listed, what is got, what a batch makes and what one overlay is. Nothing is silent in any.
@Suite("Stores that behave oddly", .serialized)
struct OddStoreTests {
    /// What becomes of a store.
    private enum Expectation {
        /// All is well.
        case works
        /// Listings fail, and with them all that needs frames.
        case listingFails(String)
        /// Frames fail one by one, with this in the sentence.
        case framesFail(String)
        /// Serving works; a batch cannot list the overlays.
        case servesOnly
    }

    private static func expectation(_ mode: OddS3.Mode) -> Expectation {
        switch mode {
        case .truncatedForEver, .emptyForEver: .listingFails("the object store is not available")
        case .brotli: .framesFail("Content-Encoding br")
        case .forbidsMissing: .servesOnly
        default: .works
        }
    }

    /// Three frames with detections on the first two, behind `store`.
    private func fixture(_ store: OddS3) async throws -> ServiceFixture {
        let folder = try TemporaryFolder()
        var environment = store.environment
        environment["OVERLAY_DATA_DIR"] = folder.path("data")
        environment["OVERLAY_DEADLINE_SECONDS"] = "3600"
        environment["HOME"] = folder.path
        let stores = try await Stores(
            Configuration(environment: environment, processorCount: 2),
            environment: environment
        )
        let outputs = MemoryStageOutputStore()
        let services = try Services(
            configuration: Configuration(environment: environment, processorCount: 2),
            stores: Stores(
                media: stores.media,
                stageOutputs: outputs,
                makeWriter: { outputs },
                objectURLSigner: nil
            )
        )
        let fixture = ServiceFixture(services: services, timeline: "clip-1")
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections.replacing("NaN", with: "-500"), stage: "detect")
        return fixture
    }

    @Test("say what they cannot, and do the rest", arguments: OddS3.Mode.allCases)
    func behaves(mode: OddS3.Mode) async throws {
        let store = try OddS3(mode)
        let fixture = try await fixture(store)
        let (job, objects) = (fixture.services.job, fixture.services.objects)
        let prefix = "timelines/clip-1/frames/"
        switch Self.expectation(mode) {
        case .works:
            #expect(try await objects.allObjects(prefix: prefix).count == 3)
            try await checkGet(fixture, mode)
            let overlay = try await job.runInTime(fixture.request(0))
            let stored = try await objects.get(overlay.key, limit: 1 << 20)
            #expect(stored.bytes.count == overlay.stored.byteCount && !stored.bytes.isEmpty)
            #expect(try await job.runInTime(fixture.request(0)).stored.isCached)
            #expect(try await statuses(fixture) == ["present", "rendered", "rendered"])
            #expect(try await statuses(fixture) == ["present", "present", "present"])
        case .listingFails(let sentence):
            await #expect { try await objects.allObjects(prefix: prefix) } throws: { "\($0)".contains(sentence) }
            await #expect(throws: (any Error).self) { try await job.runInTime(fixture.request(0)) }
            await #expect(throws: (any Error).self) { try await statuses(fixture) }
        case .framesFail(let sentence):
            #expect(try await objects.allObjects(prefix: prefix).count == 3)
            await #expect { try await job.runInTime(fixture.request(0)) } throws: {
                Failure(reporting: $0).detail.contains(sentence)
            }
            #expect(try await statuses(fixture) == ["failed", "failed", "failed"])
        case .servesOnly:
            let overlay = try await job.runInTime(fixture.request(0))
            #expect(!overlay.stored.isCached)
            #expect(try await objects.get(overlay.key, limit: 1 << 20).bytes.count == overlay.stored.byteCount)
            #expect(try await job.runInTime(fixture.request(0)).key == overlay.key)
            await #expect { try await statuses(fixture) } throws: { ($0 as? ObjectStoreError)?.isAccessDenial == true }
        }
    }

    /// `objects get` writes what the store has: all of it.
    private func checkGet(_ fixture: ServiceFixture, _ mode: OddS3.Mode) async throws {
        let folder = try TemporaryFolder()
        let key = try FrameKeyTemplate.standard.key(of: 2, in: TimelineID("clip-1"), format: .png)
        _ = try await fixture.services.stores.media.downloadFile(key, from: .out, to: folder.path("frame"))
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: folder.path("frame"))))
        let png = try ImageCodec.encodePNG(ServiceFixture.frame(2))
        #expect(mode == .gzip ? Inflate.gzip(bytes, limit: 1 << 24) == png : bytes == png)
    }

    private func statuses(_ fixture: ServiceFixture) async throws -> [String] {
        let rerender = Rerender(job: fixture.services.job, options: try fixture.options())
        return try await rerender.run { _, _ in }.map(\.status).sorted()
    }
}
