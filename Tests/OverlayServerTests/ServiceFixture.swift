import Foundation
import StoreTestSupport
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

/// Services over stores in memory, or over those that a test brings, with one small timeline in them.
struct ServiceFixture {
    let services: Services
    var timeline = "clip-1"
    let job = "job-a"
    static let size = (width: 160, height: 120)

    init(
        environment: [String: String] = [:],
        objects: (any ObjectStore)? = nil,
        stageOutputs: MemoryStageOutputStore = MemoryStageOutputStore(),
        path: String = "/usr/bin",
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        let signer = ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: try .random())
        // Where many tests share few processors, a caller may wait for minutes. Tests see at once what they write.
        let usual = [
            "OVERLAY_DEADLINE_SECONDS": "3600", "OVERLAY_ROWS_MILLISECONDS": "0", "OVERLAY_KNOWN_SECONDS": "0",
        ]
        let patient = environment.merging(usual) { given, _ in given }
        let configuration = try Configuration(environment: patient, processorCount: 2)
        let media = MediaBuckets(
            in: MemoryObjectStore(bucket: Configuration.inBucket, signer: signer),
            out: objects ?? MemoryObjectStore(bucket: Configuration.outBucket, signer: signer),
            threads: BlockingThreads(count: 1)
        )
        let stores = Stores(
            media: media,
            stageOutputs: stageOutputs,
            makeWriter: { stageOutputs },
            objectURLSigner: signer
        )
        services = try Services(configuration: configuration, stores: stores, ffmpeg: try? FFmpeg(path: path), now: now)
    }

    /// A fixture over services of the caller's own.
    init(services: Services, timeline: String) {
        self.services = services
        self.timeline = timeline
    }

    /// A fixture with three frames of noise (0 and 1 JPEG, 2 PNG) and detections on the first two.
    static func withTimeline(
        environment: [String: String] = [:],
        path: String = "/usr/bin"
    ) async throws -> ServiceFixture {
        let fixture = try ServiceFixture(environment: environment, path: path)
        try await fixture.putFrames()
        try await fixture.insert(detections, stage: "detect")
        return fixture
    }

    static let detections = """
        {"frames": [
          {"frame": 0, "timestamp": 0.5, "detections": [
            {"label": "person", "confidence": 0.9, "track_id": 3, "bbox": [20, 40, 30, 50]},
            {"label": "person", "confidence": 0.8, "bbox": [NaN, 40, 30, 50]},
            {"label": "person", "confidence": 0.8, "bbox": [90, 40, 30, 50]}]},
          {"frame": 1, "detections": []}]}
        """

    func importer() throws -> Importer {
        Importer(stores: services.stores, configuration: services.configuration, timeline: try TimelineID(timeline))
    }

    func putFrames() async throws {
        for index in 0..<3 {
            let frame = try Self.frame(index)
            let isPNG = index == 2
            let bytes =
                isPNG
                ? try ImageCodec.encodePNG(frame) : try ImageCodec.encodeJPEG(frame, quality: 90, sampling: .halfBoth)
            try await importer().put(bytes, number: index, format: isPNG ? .png : .jpeg)
        }
    }

    /// A smooth picture that differs from frame to frame.
    static func frame(_ index: Int) throws -> Bitmap {
        let size = try #require(PixelSize(width: size.width, height: size.height))
        let bytes = (0..<size.pixelCount).flatMap { pixel -> [UInt8] in
            let (x, y) = (pixel % size.width, pixel / size.width)
            return [UInt8(x), UInt8(y * 2), UInt8((x + y + index * 40) % 200), 255]
        }
        return try #require(Bitmap(size: size, isOpaque: true, bytes: bytes))
    }

    func insert(_ json: String, stage: String) async throws {
        try await importer().insert(Array(json.utf8), as: address(stage))
    }

    func address(_ stage: String = "detect") throws -> StageAddress {
        StageAddress(timeline: try TimelineID(timeline), job: try JobID(job), stage: try StageName(stage))
    }

    func request(_ frame: Int, _ style: Style = Style(), stage: String = "detect") throws -> OverlayRequest {
        OverlayRequest(stage: try address(stage), frame: frame, style: style)
    }

    func overlayKeys() async throws -> [ObjectKey] {
        try await services.objects.allObjects(prefix: "overlays/").map(\.key)
    }
}
