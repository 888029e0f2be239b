import Render
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite struct ImageErrorTests {
    private static let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 10_000)

    private func picture() throws -> Bitmap {
        let size = try #require(PixelSize(width: 40, height: 30))
        return Bitmap(size: size, color: StraightRGBA8(hex: 0x3366CC))
    }

    private func complaint(about bytes: [UInt8], limits: ImageLimits = limits) -> String? {
        #expect(throws: ImageError.self) { try ImageCodec.decode(bytes, limits: limits) }?.description
    }

    @Test func aTruncatedFileIsCalledTruncated() throws {
        let png = try Array(ImageCodec.encodePNG(picture()).dropLast())
        #expect(complaint(about: png) == "the PNG is truncated: its \(png.count) bytes end before its end chunk (IEND)")
        let jpeg = try Array(ImageCodec.encodeJPEG(picture(), quality: 90, sampling: .full).dropLast())
        #expect(
            complaint(about: jpeg) == "the JPEG is truncated: its \(jpeg.count) bytes end before its end marker (EOI)"
        )
    }

    @Test func aDamagedFileIsCalledDamaged() throws {
        var png = try ImageCodec.encodePNG(picture())
        let end = try #require(png.firstRange(of: Array("IEND".utf8)))
        png[end.lowerBound - 5] ^= 1
        #expect(complaint(about: png) == "the PNG is damaged: IDAT: CRC error")
        var jpeg = try ImageCodec.encodeJPEG(picture(), quality: 90, sampling: .full)
        let tables = try #require(jpeg.firstRange(of: [0xFF, 0xC4]))
        jpeg[tables.upperBound + 3] = 0xFF
        #expect(complaint(about: jpeg) == "the JPEG is damaged: Bogus Huffman table definition")
    }

    @Test func anotherFileIsCalledNeither() {
        let bytes = Array("GIF89a".utf8)
        #expect(complaint(about: bytes) == "the picture is neither JPEG nor PNG: it begins with 47 49 46 38 39 61")
    }

    @Test func aFileBeyondALimitNamesTheLimit() throws {
        let png = try ImageCodec.encodePNG(picture())
        let fewPixels = ImageLimits(maxBytes: png.count, maxPixels: 1199)
        #expect(
            complaint(about: png, limits: fewPixels)
                == "the PNG is too large: it is 40 x 30 pixels; the limit is 1199 pixels"
        )
        let fewBytes = ImageLimits(maxBytes: png.count - 1, maxPixels: 1200)
        #expect(
            complaint(about: png, limits: fewBytes)
                == "the PNG is too large: it has \(png.count) bytes; the limit is \(png.count - 1) bytes"
        )
    }
}
