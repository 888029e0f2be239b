import CImage
import Testing

struct DamageTests {
    private static let pngs = ["rgba8.png", "palette4-interlaced.png", "gray16.png", "palette8-transparent.png"]

    @Test(arguments: Fixture.jpegs + pngs) func everyPrefixIsTruncated(name: String) throws {
        let bytes = try Fixture.bytes(name)
        for length in 0..<bytes.count {
            let code = decodingCode(Array(bytes.prefix(length)))
            #expect(code == CIMAGE_TRUNCATED, "\(length) of \(bytes.count) bytes")
        }
        #expect(decodingCode(bytes) == CIMAGE_OK)
    }

    @Test(arguments: pngs) func everyFlippedBitOfAPNGIsAnErrorOrChangesNoPixel(name: String) throws {
        let bytes = try Fixture.bytes(name)
        let pixels = try decode(bytes).pixels
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                guard let decoded = try? decode(damaged) else { continue }
                #expect(decoded.pixels == pixels, "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test(arguments: Fixture.jpegs, [UInt64(1), 2, 3])
    func aDamagedJPEGIsAnErrorOrAPicture(name: String, seed: UInt64) throws {
        let bytes = try Fixture.bytes(name)
        var generator = SeededGenerator(seed: seed)
        var errors = 0
        for _ in 0..<400 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let index = Int.random(in: 2..<damaged.count, using: &generator)
                damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
            let code = decodingCode(damaged, limits: cimage_limits(max_bytes: 1 << 20, max_pixels: 1 << 20))
            errors += code == CIMAGE_OK ? 0 : 1
        }
        #expect(errors > 100, "seed \(seed): damage went unnoticed")
    }

    @Test(arguments: ["IDAT", "PLTE", "IEND"]) func aMissingChunkIsAnError(name: String) throws {
        var png = PNGChunks(try Fixture.bytes("palette8.png"))
        png.removeAll(name)
        #expect(decodingCode(png.bytes) == (name == "IEND" ? CIMAGE_TRUNCATED : CIMAGE_MALFORMED))
    }

    @Test func halfOfTheImageDataIsAnError() throws {
        var png = PNGChunks(try Fixture.bytes("rgb8.png"))
        let first = try #require(png.data(of: "IDAT"))
        png.removeAll("IDAT")
        png.insert("IDAT", first, before: "IEND")
        let failure = #expect(throws: Failure.self) { try decode(png.bytes) }
        #expect(failure?.code == CIMAGE_MALFORMED)
    }

    @Test(arguments: ["gray8-transparent.png", "rgb16-transparent.png", "palette4-transparent-interlaced.png"])
    func aTransparencyChunkOfAWrongLengthIsAnError(name: String) throws {
        var png = PNGChunks(try Fixture.bytes(name))
        png.change("tRNS") { $0 += [UInt8](repeating: 0, count: 255) }
        let failure = #expect(throws: Failure.self) { try decode(png.bytes) }
        #expect(failure?.text == "tRNS: invalid")
    }

    @Test func imageDataThatContradictsItsOwnChecksumIsAnError() throws {
        var png = PNGChunks(try encodePNG(Picture.gradient(width: 9, height: 9)))
        png.change("IDAT") { $0[$0.count - 1] ^= 1 }
        let failure = #expect(throws: Failure.self) { try decode(png.bytes) }
        #expect(failure?.text == "IDAT: incorrect data check")
    }

    @Test func aDamagedChunkThatIsSkippedIsNoErrorUnlessItsNameMayBeDamaged() throws {
        var png = PNGChunks(try Fixture.bytes("rgb8.png"))
        png.insert("tEXt", Array("Comment\0hello".utf8), before: "IDAT")
        var bytes = png.bytes
        let pixels = try decode(bytes).pixels
        let text = try #require(bytes.firstRange(of: Array("hello".utf8)))
        bytes[text.lowerBound] ^= 1
        #expect(try decode(bytes).pixels == pixels)
        let name = try #require(bytes.firstRange(of: Array("tEXt".utf8)))
        bytes[name.lowerBound + 3] ^= 1
        #expect(throws: Failure.self) { try decode(bytes) }
    }
}
