import CDeflate
import Foundation
import HTTPTypes
import Store
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("A client that polls")
struct PollingTests {
    private static let stage = "/v1/timelines/clip-1/jobs/job-a/stages/detect"

    @Test(
        "pays for a 304 while nothing comes, and sees what does",
        arguments: [
            "/v1/timelines/clip-1", "/v1/timelines/clip-1/stages", "/v1/timelines/clip-1/frames",
            "\(stage)/summary", "\(stage)/tracks", "\(stage)/tracks/3", "\(stage)/detections/0",
            "\(stage)/hits/0",
        ]
    )
    func polling(path: String) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let first = try await fixture.call(path)
        let etag = try #require(first.headers[.eTag])
        #expect(first.status == 200 && first.headers[.cacheControl] == "private, no-cache")
        let same = try await fixture.call(path, headers: [.ifNoneMatch: etag])
        #expect(same.status == 304 && same.bytes.isEmpty && same.headers[.eTag] == etag)
        // A frame more, and a newer row of the stage.
        let frame = try ImageCodec.encodePNG(ServiceFixture.frame(3))
        try await fixture.importer().put(frame, number: 3, format: .png)
        let json = ServiceFixture.detections.replacing("0.9", with: "0.7")
        try await fixture.insert(json, stage: "detect")
        await fixture.services.job.catalog.forget(try TimelineID("clip-1"))
        let other = try await fixture.call(path, headers: [.ifNoneMatch: etag])
        #expect(other.status == 200 && other.headers[.eTag] != etag && other.bytes != first.bytes)
    }

    @Test("gets URLs anew before they end")
    func periods() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: ["OVERLAY_URL_EXPIRY_SECONDS": "1"])
        let etag = try #require(try await fixture.call("/v1/timelines/clip-1/frames").headers[.eTag])
        try await Task.sleep(for: .seconds(1))
        let later = try await fixture.call("/v1/timelines/clip-1/frames", headers: [.ifNoneMatch: etag])
        #expect(later.status == 200 && later.headers[.eTag] != etag)
    }

    @Test("gets long answers compressed where it takes that")
    func compression() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let detection = #"{"label": "person", "bbox": [1, 2, 3, 4]}"#
        let detections = Array(repeating: detection, count: 30).joined(separator: ",")
        try await fixture.insert(#"{"frames": [{"frame": 0, "detections": [\#(detections)]}]}"#, stage: "many")
        let path = "/v1/timelines/clip-1/jobs/job-a/stages/many/detections/0"
        let plain = try await fixture.call(path)
        #expect(plain.bytes.count > 1024 && plain.headers[.contentEncoding] == nil)
        #expect(plain.headers[.vary] == "Accept, Accept-Encoding")
        for (accepted, isPacked) in [("gzip, deflate, br", true), ("*", true), ("gzip;q=0", false), ("br", false)] {
            let answer = try await fixture.call(path, headers: [.acceptEncoding: accepted])
            #expect(answer.headers[.contentEncoding] == (isPacked ? "gzip" : nil), "\(accepted)")
            #expect(answer.headers[.eTag] == plain.headers[.eTag])
            #expect(try isPacked ? unpacked(answer.bytes) == plain.bytes : answer.bytes == plain.bytes)
        }
        let short = try await fixture.call("/v1/timelines/clip-1", headers: [.acceptEncoding: "gzip"])
        #expect(short.headers[.contentEncoding] == nil && short.headers[.vary] == nil)
    }

    private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        let decompressor = try unsafe #require(libdeflate_alloc_decompressor())
        defer { unsafe libdeflate_free_decompressor(decompressor) }
        let capacity = 1 << 20
        // Safety: C writes at most `capacity` bytes.
        return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let (source, target) = (bytes, buffer.baseAddress)
            let result = unsafe libdeflate_gzip_decompress(
                decompressor,
                source,
                source.count,
                target,
                capacity,
                &count
            )
            #expect(result == LIBDEFLATE_SUCCESS)
        }
    }
}
