import Foundation
import Testing

@testable import Demo
@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("Frames in memory")
struct FrameCacheTests {
    private func identity(_ number: Int, _ bytes: [UInt8]) throws -> FrameCache.Identity {
        FrameCache.Identity(
            ObjectInfo(
                key: try ObjectKey("f/\(number)"),
                size: bytes.count,
                etag: "e",
                contentType: "image/jpeg",
                lastModified: Date(timeIntervalSince1970: 0)
            )
        )
    }

    @Test("take no more than they may, the blocks found in them included")
    func limit() async throws {
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        let plain = FrameContent(jpeg).byteCount
        let cache = FrameCache(byteLimit: plain * 8)
        for number in 0..<8 { await cache.insert(FrameContent(jpeg), for: try identity(number, jpeg)) }
        #expect(try await cache.content(of: identity(0, jpeg)) != nil)
        for number in 0..<8 {
            let content = try #require(try await cache.content(of: identity(number, jpeg)))
            _ = try content.indexedJPEG()
            #expect(content.byteCount > plain)
        }
        await cache.insert(FrameContent(jpeg), for: try identity(8, jpeg))
        var kept = 0
        for number in 0..<9 { kept += try await cache.content(of: identity(number, jpeg))?.byteCount ?? 0 }
        #expect(kept <= plain * 8 && kept > 0)
        #expect(try await cache.content(of: identity(8, jpeg)) != nil)
        #expect(try await cache.content(of: identity(0, jpeg)) == nil)
    }
}
