import Render
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite struct ImageCodecTests {
    private static let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 10_000)

    /// A red dot in the corner of a color gradient, whose right half has alpha 128 unless it is opaque.
    private func picture(isOpaque: Bool = true) throws -> Bitmap {
        let size = try #require(PixelSize(width: 33, height: 20))
        // Safety: the loop writes every byte.
        return unsafe Bitmap(size: size, isOpaque: isOpaque) { bytes in
            for index in 0..<size.pixelCount {
                let (x, y) = (index % size.width, index / size.width)
                let alpha = isOpaque || x < 16 ? 255 : 128
                for (channel, value) in [index == 0 ? 255 : x * 7, y * 12, 200 - x * 3, alpha].enumerated() {
                    unsafe bytes[index * 4 + channel] = UInt8(value)
                }
            }
        }
    }

    @Test(arguments: [true, false]) func aPNGComesBackExactly(isOpaque: Bool) throws {
        let picture = try picture(isOpaque: isOpaque)
        let bytes = try ImageCodec.encodePNG(picture)
        let header = try ImageCodec.header(of: bytes, limits: Self.limits)
        #expect(header.color == (isOpaque ? .rgb : .rgba))
        #expect(header.size == picture.size && header.format == .png && header.coding == .plainRows)
        #expect(header.hasAlpha == !isOpaque && header.bitsPerSample == 8)
        #expect(header.sampling.isEmpty && header.chromaSampling == nil)
        let decoded = try ImageCodec.decode(bytes, limits: Self.limits)
        #expect(decoded.bytes == picture.bytes && decoded.isOpaque == isOpaque)
    }

    @Test func anAlphaChannelThatHidesNothingLeavesThePictureOpaque() throws {
        let opaque = try picture()
        let claimsAlpha = unsafe Bitmap(size: opaque.size, isOpaque: false) { unsafe $0.copyBytes(from: opaque.bytes) }
        let bytes = try ImageCodec.encodePNG(claimsAlpha)
        #expect(try ImageCodec.header(of: bytes, limits: Self.limits).hasAlpha)
        let decoded = try ImageCodec.decode(bytes, limits: Self.limits)
        #expect(decoded.isOpaque && decoded.bytes == opaque.bytes)
    }

    @Test(arguments: [(3, ImageHeader.Color.palette), (300, .rgba)])
    func theCanvasAloneHasAPaletteWhereItsColorsFit(colorCount: Int, color: ImageHeader.Color) throws {
        var canvas = Canvas(size: try #require(PixelSize(width: 310, height: 20)))
        for index in 0..<colorCount {
            let color = StraightRGBA8(red: UInt8(index % 256), green: 7, blue: UInt8(index / 256))
            canvas.fill(PixelRect(x: Double(index), y: 5, width: 1, height: 9), with: color)
        }
        let bytes = try ImageCodec.encodePNG(TransparentCanvas.rows(of: canvas))
        #expect(try ImageCodec.header(of: bytes, limits: Self.limits).color == color)
        #expect(try ImageCodec.decode(bytes, limits: Self.limits).bytes == TransparentCanvas.bitmap(of: canvas).bytes)
    }

    @Test(arguments: ChromaSampling.allCases) func aJPEGKeepsTheSamplingAskedFor(sampling: ChromaSampling) throws {
        let picture = try picture()
        let bytes = try ImageCodec.encodeJPEG(picture, quality: 92, sampling: sampling)
        let header = try ImageCodec.header(of: bytes, limits: Self.limits)
        #expect(header.chromaSampling == sampling)
        #expect(header.format == .jpeg && header.coding == .baseline && !header.hasAlpha)
        #expect(header.color == (sampling == .gray ? .gray : .yCbCr))
        #expect(header.sampling.count == (sampling == .gray ? 1 : 3))
        let decoded = try ImageCodec.decode(bytes, limits: Self.limits)
        #expect(decoded.size == picture.size && decoded.isOpaque)
        let green = picture.bytesPerRow * 10 + 5 * 4 + 1
        #expect(sampling == .gray || abs(Int(picture.bytes[green]) - Int(decoded.bytes[green])) < 10)
    }

    @Test func aCommentTravelsWithThePicture() throws {
        let jpeg = try ImageCodec.encodeJPEG(picture(), quality: 80, sampling: .halfBoth, comment: "straße")
        #expect(jpeg.firstRange(of: [0xFF, 0xFE, 0, 9] + Array("straße".utf8)) != nil)
    }

    @Test func whatCannotBeWrittenIsAnInvalidOption() throws {
        let picture = try picture()
        for quality in [0, 101, .max, .min] {
            #expect(throws: ImageError.invalidOption(detail: "quality is \(quality), not 1 to 100")) {
                try ImageCodec.encodeJPEG(picture, quality: quality, sampling: .full)
            }
        }
        let comment = String(repeating: "a", count: 65_534)
        #expect(throws: ImageError.invalidOption(detail: "part 0 has 65534 bytes; at most 65533 fit")) {
            try ImageCodec.encodeJPEG(picture, quality: 80, sampling: .full, comment: comment)
        }
    }

    @Test func aPrefixNeedsMoreForItsHeaderAndIsTruncatedForItsPixels() throws {
        let bytes = try Array(ImageCodec.encodeJPEG(picture(), quality: 80, sampling: .full).prefix(40))
        #expect(throws: ImageError.needsMoreBytes(detail: "it ends after 40 bytes, before its frame header")) {
            try ImageCodec.header(of: bytes, limits: Self.limits)
        }
        #expect(throws: ImageError.truncated(.jpeg, detail: "it ends after 40 bytes, before its frame header")) {
            try ImageCodec.decode(bytes, limits: Self.limits)
        }
        #expect(throws: ImageError.truncated(nil, detail: "it is 0 bytes long, shorter than a signature")) {
            try ImageCodec.decode([], limits: Self.limits)
        }
    }
}
