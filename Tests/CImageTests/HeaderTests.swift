import CImage
import Testing

struct HeaderTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        let name: String
        let color: cimage_color
        let coding: cimage_coding
        let bits: UInt8
        let components: UInt8
        let hasAlpha: Bool
        let luma: [UInt8]

        init(
            _ name: String,
            _ color: cimage_color,
            _ coding: cimage_coding,
            bits: UInt8 = 8,
            components: UInt8,
            hasAlpha: Bool = false,
            luma: [UInt8] = [0, 0]
        ) {
            (self.name, self.color, self.coding) = (name, color, coding)
            (self.bits, self.components, self.hasAlpha, self.luma) = (bits, components, hasAlpha, luma)
        }

        var testDescription: String { name }
    }

    private static let expected = [
        Expected("baseline-444.jpg", CIMAGE_YCBCR, CIMAGE_BASELINE, components: 3, luma: [1, 1]),
        Expected("baseline-422.jpg", CIMAGE_YCBCR, CIMAGE_BASELINE, components: 3, luma: [2, 1]),
        Expected("baseline-420.jpg", CIMAGE_YCBCR, CIMAGE_BASELINE, components: 3, luma: [2, 2]),
        Expected("baseline-440.jpg", CIMAGE_YCBCR, CIMAGE_BASELINE, components: 3, luma: [1, 2]),
        Expected("extended-16-bit-tables.jpg", CIMAGE_YCBCR, CIMAGE_EXTENDED, components: 3, luma: [1, 1]),
        Expected("progressive-420.jpg", CIMAGE_YCBCR, CIMAGE_PROGRESSIVE, components: 3, luma: [2, 2]),
        Expected("gray.jpg", CIMAGE_GRAY, CIMAGE_BASELINE, components: 1, luma: [1, 1]),
        Expected("rgb-adobe.jpg", CIMAGE_RGB, CIMAGE_BASELINE, components: 3, luma: [1, 1]),
        Expected("cmyk-adobe.jpg", CIMAGE_CMYK, CIMAGE_BASELINE, components: 4, luma: [1, 1]),
        Expected("cmyk-plain.jpg", CIMAGE_CMYK, CIMAGE_BASELINE, components: 4, luma: [1, 1]),
        Expected("ycck-adobe.jpg", CIMAGE_YCCK, CIMAGE_BASELINE, components: 4, luma: [1, 1]),
        Expected("gray1.png", CIMAGE_GRAY, CIMAGE_PLAIN_ROWS, bits: 1, components: 1),
        Expected("gray16-interlaced.png", CIMAGE_GRAY, CIMAGE_INTERLACED, bits: 16, components: 1),
        Expected("gray8-transparent.png", CIMAGE_GRAY, CIMAGE_PLAIN_ROWS, components: 1, hasAlpha: true),
        Expected("gray-alpha8.png", CIMAGE_GRAY_ALPHA, CIMAGE_PLAIN_ROWS, components: 2, hasAlpha: true),
        Expected("rgb8.png", CIMAGE_RGB, CIMAGE_PLAIN_ROWS, components: 3),
        Expected("rgba16.png", CIMAGE_RGBA, CIMAGE_PLAIN_ROWS, bits: 16, components: 4, hasAlpha: true),
        Expected("palette4.png", CIMAGE_PALETTE, CIMAGE_PLAIN_ROWS, bits: 4, components: 1),
        Expected("palette8-transparent.png", CIMAGE_PALETTE, CIMAGE_PLAIN_ROWS, components: 1, hasAlpha: true),
    ]

    @Test(arguments: expected) func aHeaderSaysHowTheFileStoresItsPixels(_ expected: Expected) throws {
        let header = try header(of: Fixture.bytes(expected.name))
        let isJPEG = expected.name.hasSuffix(".jpg")
        #expect(header.format == (isJPEG ? CIMAGE_FORMAT_JPEG : CIMAGE_FORMAT_PNG))
        #expect([header.width, header.height] == (isJPEG ? [21, 13] : [13, 9]))
        #expect(header.color == expected.color)
        #expect(header.coding == expected.coding)
        #expect(header.bit_depth == expected.bits)
        #expect(header.component_count == expected.components)
        #expect(header.has_alpha == expected.hasAlpha)
        #expect([header.horizontal_sampling.0, header.vertical_sampling.0] == expected.luma)
    }

    @Test(arguments: expected) func aPrefixNeedsMoreUntilItGivesTheWholeAnswer(_ expected: Expected) throws {
        let bytes = try Fixture.bytes(expected.name)
        let whole = try header(of: bytes)
        var needsMore = 0
        for length in 0...bytes.count {
            do throws(Failure) {
                let prefix = try header(of: Array(bytes.prefix(length)))
                #expect(prefix.width == whole.width && prefix.has_alpha == whole.has_alpha, "\(length) bytes")
            } catch {
                #expect(error.code == CIMAGE_NEEDS_MORE, "\(length) bytes: \(error)")
                #expect(needsMore == length, "\(length) bytes need more, but fewer did not")
                needsMore += 1
            }
        }
        #expect(8..<bytes.count ~= needsMore)
    }

    @Test func theOrientationTagDoesNotSwapTheSides() throws {
        let bytes = try Fixture.bytes("orientation-6.jpg")
        let header = try header(of: bytes)
        #expect([header.width, header.height] == [21, 13])
        #expect(try decode(bytes).rgb == decode(Fixture.bytes("baseline-444.jpg")).rgb)
    }

    @Test func adobesMarkerMakesNumberedComponentsRGB() throws {
        var bytes = try Fixture.bytes("rgb-adobe.jpg")
        let frame = try #require(bytes.firstRange(of: [0xFF, 0xC0])).lowerBound
        for component in 0..<3 { bytes[frame + 10 + component * 3] = UInt8(component + 1) }
        #expect(try header(of: bytes).color == CIMAGE_RGB)
        let adobe = try #require(bytes.firstRange(of: Array("Adobe".utf8))).lowerBound
        bytes[adobe] ^= 1
        #expect(try header(of: bytes).color == CIMAGE_YCBCR)
    }

    @Test func aDamagedFirstChunkGivesNoHeader() throws {
        var bytes = try Fixture.bytes("rgb8.png")
        bytes[19] ^= 1
        let failure = #expect(throws: Failure.self) { try header(of: bytes) }
        #expect(failure?.code == CIMAGE_MALFORMED && failure?.text == "IHDR: CRC error")
    }

    @Test(arguments: [
        ("arithmetic.jpg", "it is arithmetic-coded (SOF9)"),
        ("12-bit.jpg", "its samples have 12 bits; 8 are supported"),
    ])
    func kindsThatAreNotReadSaySo(name: String, text: String) throws {
        let bytes = try Fixture.bytes(name)
        let failure = #expect(throws: Failure.self) { try header(of: bytes) }
        #expect(failure?.code == CIMAGE_UNSUPPORTED)
        #expect(failure?.text == text)
        #expect(decodingCode(bytes) == CIMAGE_UNSUPPORTED)
    }

    @Test(arguments: [Array("GIF89a".utf8), Array("<html><body>".utf8), [0xFF, 0xD8, 0x00], [0, 0, 0, 0, 0, 0, 0, 0]])
    func otherFilesAreNotRecognized(bytes: [UInt8]) {
        #expect(throws: Failure.self) { try header(of: bytes) }
        #expect(decodingCode(bytes) == CIMAGE_UNRECOGNIZED)
    }

    @Test func aHeaderThatContradictsItselfIsMalformed() throws {
        var png = PNGChunks(try Fixture.bytes("rgb8.png"))
        png.change("IHDR") { $0[8] = 4 }
        #expect(decodingCode(png.bytes) == CIMAGE_MALFORMED)
        png = PNGChunks(try Fixture.bytes("rgb8.png"))
        png.removeAll("IDAT")
        #expect(decodingCode(png.bytes) == CIMAGE_MALFORMED)
        var jpeg = try Fixture.bytes("baseline-420.jpg")
        let frame = try #require(jpeg.firstRange(of: [0xFF, 0xC0])).lowerBound
        jpeg[frame + 11] = 0x52
        #expect(decodingCode(jpeg) == CIMAGE_MALFORMED)
    }
}
