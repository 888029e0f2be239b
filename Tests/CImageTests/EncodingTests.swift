import CImage
import Testing

struct EncodingTests {
    private static let samplings = [
        (CIMAGE_444, UInt8(1), UInt8(1)), (CIMAGE_422, 2, 1), (CIMAGE_420, 2, 2), (CIMAGE_440, 1, 2),
        (CIMAGE_GRAY_ONLY, 1, 1),
    ]

    private func worstDifference(_ decoded: Decoded, from picture: Picture) -> Int {
        zip(decoded.pixels, picture.pixels).enumerated()
            .filter { $0.offset % 4 < 3 }
            .map { abs(Int($0.element.0) - Int($0.element.1)) }
            .max() ?? 0
    }

    @Test(arguments: [(1, 1), (8, 8), (17, 5), (40, 33)]) func aPNGComesBackExactly(width: Int, height: Int) throws {
        let picture = Picture.gradient(width: width, height: height)
        let decoded = try decode(encodePNG(picture))
        #expect([decoded.width, decoded.height] == [width, height])
        #expect(decoded.pixels == picture.pixels)
    }

    @Test func anOpaquePNGDropsAlphaAndKeepsColor() throws {
        let picture = Picture.gradient(width: 21, height: 13)
        let bytes = try encodePNG(picture, isOpaque: true)
        #expect(try header(of: bytes).color == CIMAGE_RGB)
        let decoded = try decode(bytes)
        #expect(decoded.isOpaque && worstDifference(decoded, from: picture) == 0)
    }

    @Test(arguments: samplings) func aJPEGHasTheSamplingAskedFor(
        sampling: cimage_sampling,
        horizontal: UInt8,
        vertical: UInt8
    ) throws {
        let picture = Picture.gradient(width: 37, height: 29)
        let bytes = try encodeJPEG(picture, sampling: sampling)
        let header = try header(of: bytes)
        #expect(header.coding == CIMAGE_BASELINE)
        #expect([header.horizontal_sampling.0, header.vertical_sampling.0] == [horizontal, vertical])
        let decoded = try decode(bytes)
        if sampling == CIMAGE_GRAY_ONLY {
            #expect(header.component_count == 1)
            #expect(decoded.pixel(5, 5)[0] == decoded.pixel(5, 5)[2])
        } else {
            #expect(worstDifference(decoded, from: picture) <= 12)
        }
    }

    @Test func qualityTradesBytesForCloseness() throws {
        let picture = Picture.gradient(width: 64, height: 48)
        let sizes = try [1, 30, 75, 100].map { try encodeJPEG(picture, quality: $0).count }
        #expect(sizes == sizes.sorted() && sizes[0] < sizes[3])
        #expect(worstDifference(try decode(encodeJPEG(picture, quality: 100)), from: picture) <= 3)
    }

    @Test func theSameArgumentsGiveTheSameBytes() throws {
        let picture = Picture.gradient(width: 50, height: 20)
        #expect(try encodeJPEG(picture) == encodeJPEG(picture))
        #expect(try encodePNG(picture, part: [97]) == encodePNG(picture, part: [97]))
    }

    @Test func outputGrowsBeyondItsFirstBuffer() throws {
        var generator = SeededGenerator(seed: 7)
        let noise = Picture(width: 300, height: 300) { _, _ in
            (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let png = try encodePNG(noise)
        #expect(png.count > 300_000)
        #expect(try decode(png).pixels == noise.pixels)
        let jpeg = try encodeJPEG(noise, quality: 100)
        #expect(jpeg.count > 131_072)
        #expect(try decode(jpeg).width == 300)
    }

    @Test(arguments: [0xFE, 0xE1, 0xEF]) func aJPEGCarriesItsSegments(marker: UInt32) throws {
        let picture = Picture.gradient(width: 8, height: 8)
        let bytes = try encodeJPEG(picture, marker: marker, part: Array("made by us".utf8))
        #expect(bytes.firstRange(of: [0xFF, UInt8(marker), 0, 12] + Array("made by us".utf8)) != nil)
        #expect(try decode(bytes) == decode(encodeJPEG(picture)))
        #expect(throws: Never.self) { try encodeJPEG(picture, part: [UInt8](repeating: 65, count: 65_533)) }
        #expect(throws: Failure.self) { try encodeJPEG(picture, part: [UInt8](repeating: 65, count: 65_534)) }
    }

    @Test(arguments: [0xE0, 0xF0, 0xD8, 0x1FE]) func aMarkerOfSomethingElseIsRefused(marker: UInt32) throws {
        let picture = Picture.gradient(width: 8, height: 8)
        let failure = #expect(throws: Failure.self) { try encodeJPEG(picture, marker: marker, part: [65]) }
        #expect(failure?.code == CIMAGE_INVALID_ARGUMENT)
    }

    @Test func aPNGCarriesItsChunks() throws {
        let bytes = try encodePNG(Picture.gradient(width: 8, height: 8), chunk: "eXIf", part: [1, 2, 3])
        #expect(PNGChunks(bytes).data(of: "eXIf").map(Array.init) == [1, 2, 3])
        #expect(throws: Never.self) { try decode(bytes) }
    }

    @Test(arguments: ["", "IDAT", "eXI", "eX f", "e1If"])
    func aChunkOnWhichPixelsDependIsRefused(name: String) throws {
        let picture = Picture.gradient(width: 8, height: 8)
        let failure = #expect(throws: Failure.self) { try encodePNG(picture, chunk: name, part: [1]) }
        #expect(failure?.code == CIMAGE_INVALID_ARGUMENT)
    }

    @Test(arguments: [0, 101, -5]) func aQualityOutsideTheScaleIsRefused(quality: Int32) {
        let failure = #expect(throws: Failure.self) {
            try encodeJPEG(Picture.gradient(width: 8, height: 8), quality: quality)
        }
        #expect(failure?.code == CIMAGE_INVALID_ARGUMENT)
    }

    @Test func aSideBeyondWhatJPEGHoldsIsTooLarge() {
        let failure = #expect(throws: Failure.self) { try encodeJPEG(Picture.gradient(width: 65_501, height: 1)) }
        #expect(failure?.code == CIMAGE_TOO_LARGE)
        #expect(throws: Never.self) { try encodeJPEG(Picture.gradient(width: 65_500, height: 1)) }
        #expect(throws: Never.self) { try encodePNG(Picture.gradient(width: 65_535, height: 1)) }
    }
}
