import CImage
import Testing

/// The fast way for common PNGs against libpng, which decides what is right.
struct FastPNGTests {
    /// Random bytes under random filters, which make a picture whatever they are.
    private static func randomPNG(width: Int, height: Int, channels: Int, seed: UInt64) throws -> PNGChunks {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<height).flatMap { _ in
            [UInt8.random(in: 0...4, using: &generator)]
                + (0..<width * channels).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        var png = PNGChunks(try Fixture.bytes(channels == 3 ? "rgb8.png" : "rgba8.png"))
        png.change("IHDR") {
            $0.replaceSubrange(0..<8, with: PNGChunks.bigEndian(UInt32(width)) + PNGChunks.bigEndian(UInt32(height)))
        }
        png.removeAll("IDAT")
        png.insert("IDAT", stored(rows), before: "IEND")
        return png
    }

    /// `bytes`, at most 65 535 of them, as a zlib stream of one stored block (RFC 1950, RFC 1951).
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        let lengths = [count, ~count].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        var (low, high) = (UInt32(1), UInt32(0))
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return [0x78, 0x01, 1] + lengths + bytes + PNGChunks.bigEndian(high << 16 | low)
    }

    @Test(arguments: [(1, 1), (1, 9), (2, 3), (13, 9), (67, 41), (300, 5)], [3, 4])
    func everyFilterGivesWhatLibpngGives(size: (Int, Int), channels: Int) throws {
        let png = try Self.randomPNG(width: size.0, height: size.1, channels: channels, seed: UInt64(size.0))
        var slow = png
        slow.insert("PLTE", [1, 2, 3], before: "IDAT")
        #expect(try decode(png.bytes) == decode(slow.bytes))
    }

    @Test(arguments: [3, 4]) func aFilterThatDoesNotExistIsDamage(channels: Int) throws {
        var png = try Self.randomPNG(width: 4, height: 4, channels: channels, seed: 1)
        png.removeAll("IDAT")
        png.insert("IDAT", Self.stored([UInt8](repeating: 5, count: 4 * (4 * channels + 1))), before: "IEND")
        #expect(decodingCode(png.bytes) == CIMAGE_MALFORMED)
    }

    @Test(arguments: [-1, 1]) func rowsThatAreTooFewAreDamage(difference: Int) throws {
        var png = try Self.randomPNG(width: 4, height: 4, channels: 3, seed: 1)
        png.removeAll("IDAT")
        png.insert("IDAT", Self.stored([UInt8](repeating: 0, count: 4 * 13 + difference)), before: "IEND")
        #expect(decodingCode(png.bytes) == (difference < 0 ? CIMAGE_MALFORMED : CIMAGE_OK))
    }

    @Test func imageDataMayBeCutIntoChunks() throws {
        var png = try Self.randomPNG(width: 30, height: 20, channels: 3, seed: 4)
        let whole = try decode(png.bytes)
        let data = try #require(png.data(of: "IDAT"))
        png.removeAll("IDAT")
        for part in [data[..<1], data[1..<700], data[700..<700], data[700...]] {
            png.insert("IDAT", Array(part), before: "IEND")
        }
        #expect(try decode(png.bytes) == whole)
        png.insert("tEXt", Array("a\0b".utf8), before: "IEND")
        #expect(try decode(png.bytes) == whole)
    }

    /// Where the first part ends: an empty one is a part, too.
    @Test(arguments: [0, 1, 700]) func imageDataInTwoPlacesIsDamage(end: Int) throws {
        var png = try Self.randomPNG(width: 30, height: 20, channels: 3, seed: 4)
        let data = try #require(png.data(of: "IDAT"))
        png.removeAll("IDAT")
        png.insert("IDAT", Array(data[..<end]), before: "IEND")
        png.insert("tEXt", Array("a\0b".utf8), before: "IEND")
        png.insert("IDAT", Array(data[end...]), before: "IEND")
        #expect(decodingCode(png.bytes) == CIMAGE_MALFORMED)
    }
}
