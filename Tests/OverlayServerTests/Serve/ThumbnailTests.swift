import HTTPTypes
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render

@Suite("Thumbnails")
struct ThumbnailTests {
    private let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)
    private let path = "/v1/timelines/clip-1/frames"

    @Test(
        "have the width that is asked for, or the frame's own",
        arguments: [(80, 80, 60), (160, 160, 120), (320, 160, 120)]
    )
    func sizes(asked: Int, width: Int, height: Int) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        for frame in [0, 2] {
            let answer = try await fixture.call("\(path)/\(frame)/thumbnail?width=\(asked)")
            #expect(answer.status == 200 && answer.headers[.contentType] == "image/jpeg")
            let picture = try ImageCodec.decode(answer.bytes, limits: limits)
            #expect(picture.size == PixelSize(width: width, height: height))
            let scale = ServiceFixture.size.width / width
            let original = try ServiceFixture.frame(frame)
            for (x, y) in [(5, 5), (40, 30), (70, 55)] {
                let (got, wanted) = (picture[x: x, y: y], original[x: x * scale, y: y * scale])
                #expect(abs(Int(got.red) - Int(wanted.red)) < 8 && abs(Int(got.green) - Int(wanted.green)) < 8)
            }
        }
    }

    @Test("answer 304 to whoever has them, and say what they are not made of")
    func conditions() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let etag = try #require(try await fixture.call("\(path)/0/thumbnail").headers[.eTag])
        #expect(try await fixture.call("\(path)/0/thumbnail", headers: [.ifNoneMatch: etag]).status == 304)
        #expect(try await fixture.call("\(path)/0/thumbnail?width=80", headers: [.ifNoneMatch: etag]).status == 200)
        #expect(try await fixture.call("\(path)/0/thumbnail?width=100").status == 400)
        #expect(try await fixture.call("\(path)/7/thumbnail").status == 404)
        try await fixture.importer().put(Array("not a picture".utf8), number: 6, format: .jpeg)
        #expect(try await fixture.call("\(path)/6/thumbnail").status == 422)
    }

    @Test("are means of the pixels that they cover")
    func means() throws {
        let size = try #require(PixelSize(width: 5, height: 2))
        let levels: [UInt8] = [0, 100, 200, 50, 250, 0, 100, 200, 50, 250]
        let bytes = levels.flatMap { level -> [UInt8] in [level, 255 - level, 7, 255] }
        let bitmap = try #require(Bitmap(size: size, isOpaque: true, bytes: bytes))
        let reduced = bitmap.reduced(toWidth: 2)
        #expect(reduced.size == PixelSize(width: 2, height: 1))
        // (0 + 100 + 200 / 2) / 2.5 and (200 / 2 + 50 + 250) / 2.5
        #expect(reduced.bytes == [80, 175, 7, 255, 160, 95, 7, 255])
        #expect(bitmap.reduced(toWidth: 5).bytes == bytes && bitmap.reduced(toWidth: 9).bytes == bytes)
        #expect(bitmap.reduced(toWidth: 1).bytes == [120, 135, 7, 255])
    }

    @Test("are kept up to a number of bytes")
    func kept() {
        let kept = RecentlyUsed<Int, Int>(byteLimit: 100)
        for number in 0..<4 { kept.insert(number, for: number, byteCount: 25) }
        #expect(kept[0] == 0 && kept.byteCount == 100)
        kept.insert(4, for: 4, byteCount: 25)
        #expect(kept[0] == 0 && kept[4] == 4 && kept[1] == nil && kept.byteCount == 75)
        kept.insert(5, for: 5, byteCount: 26)
        #expect(kept[5] == nil)
        kept.insert(6, for: 4, byteCount: 5)
        #expect(kept[4] == 6 && kept.byteCount == 55)
    }
}
