import CImage
import Testing

struct PNGDecodingTests {
    /// One of the kinds of file that `Images/make.py` makes.
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let depth: Int
        /// Straight RGBA of the pixel at a place.
        let pixel: @Sendable (Int, Int) -> [UInt8]

        var testDescription: String { name }
    }

    /// The formula of `Images/make.py`.
    private static func sample(_ x: Int, _ y: Int, _ channel: Int, _ depth: Int) -> Int {
        ((x * 4099 + y * 1543 + channel * 9001) % 65536) >> (16 - depth)
    }

    /// A sample spread over 0…255, rounded to the nearest.
    private static func byte(_ x: Int, _ y: Int, _ channel: Int, _ depth: Int) -> UInt8 {
        let most = (1 << depth) - 1
        return UInt8((sample(x, y, channel, depth) * 255 * 2 + most) / (2 * most))
    }

    private static let kinds: [Kind] =
        [1, 2, 4, 8, 16].map { depth in
            Kind(name: "gray\(depth)", depth: depth) { x, y in
                let gray = byte(x, y, 0, depth)
                return [gray, gray, gray, 255]
            }
        }
        + [1, 2, 4, 8].map { depth in
            Kind(name: "palette\(depth)", depth: depth) { x, y in paletteColor(sample(x, y, 0, depth)) + [255] }
        }
        + [8, 16].flatMap { depth in
            [
                Kind(name: "gray-alpha\(depth)", depth: depth) { x, y in
                    let gray = byte(x, y, 0, depth)
                    return [gray, gray, gray, byte(x, y, 1, depth)]
                },
                Kind(name: "rgb\(depth)", depth: depth) { x, y in (0..<3).map { byte(x, y, $0, depth) } + [255] },
                Kind(name: "rgba\(depth)", depth: depth) { x, y in (0..<4).map { byte(x, y, $0, depth) } },
            ]
        }

    private static func paletteColor(_ index: Int) -> [UInt8] {
        [UInt8(index), UInt8(255 - index), UInt8(index * 7 % 256)]
    }

    private func expect(_ name: String, is pixel: (Int, Int) -> [UInt8]) throws {
        let decoded = try decode(Fixture.bytes(name))
        try #require([decoded.width, decoded.height] == [13, 9])
        for y in 0..<9 {
            for x in 0..<13 { #expect(decoded.pixel(x, y) == pixel(x, y), "\(name) at (\(x), \(y))") }
        }
    }

    @Test(arguments: kinds, ["", "-interlaced"]) func everyKindBecomesRGBA(kind: Kind, order: String) throws {
        try expect("\(kind.name)\(order).png", is: kind.pixel)
    }

    @Test(arguments: ["gray8", "gray16", "rgb8", "rgb16"]) func oneColorCanBeTransparent(name: String) throws {
        let kind = try #require(Self.kinds.first { $0.name == name })
        let channels = name.hasPrefix("gray") ? 1 : 3
        try expect("\(name)-transparent.png") { x, y in
            let isKey = (0..<channels).allSatisfy {
                Self.sample(x, y, $0, kind.depth) == Self.sample(3, 2, $0, kind.depth)
            }
            return kind.pixel(x, y).dropLast() + [isKey ? 0 : 255]
        }
    }

    @Test(arguments: [("palette8-transparent.png", 8), ("palette4-transparent-interlaced.png", 4)])
    func paletteEntriesCanHaveAlpha(name: String, depth: Int) throws {
        try expect(name) { x, y in
            let index = Self.sample(x, y, 0, depth)
            return Self.paletteColor(index) + [index < 10 ? UInt8(index * 25) : 255]
        }
    }

    @Test func opaqueMeansThatEveryAlphaIs255() throws {
        #expect(try decode(Fixture.bytes("rgb8.png")).isOpaque)
        #expect(try decode(Fixture.bytes("gray8-transparent.png")).isOpaque == false)
        let opaque = Picture(width: 5, height: 4) { x, y in [UInt8(x), UInt8(y), 0, 255] }
        #expect(try decode(encodePNG(opaque)).isOpaque)
        var last = opaque
        last.pixels[5 * 4 * 4 - 1] = 254
        #expect(try decode(encodePNG(last)).isOpaque == false)
    }

    @Test(arguments: [("iCCP", "broken profile\0\0...."), ("gAMA", "abcd"), ("tIME", "?"), ("teSt", "")])
    func chunksThatDoNotBearOnThePixelsAreSkipped(name: String, data: String) throws {
        let bytes = try Fixture.bytes("rgb8.png")
        var png = PNGChunks(bytes)
        png.insert(name, Array(data.utf8), before: "IDAT")
        #expect(try decode(png.bytes) == decode(bytes))
    }

    @Test func bytesAfterTheEndChunkDoNotMatter() throws {
        let bytes = try Fixture.bytes("palette4.png")
        #expect(try decode(bytes + [0, 1, 2, 3]) == decode(bytes))
    }

    @Test func anIndexBeyondThePaletteIsDamage() throws {
        var png = PNGChunks(try Fixture.bytes("palette8.png"))
        png.change("PLTE") { $0.removeLast(3 * 200) }
        let failure = #expect(throws: Failure.self) { try decode(png.bytes) }
        #expect(failure?.code == CIMAGE_MALFORMED && failure?.text.contains("palette") == true)
    }
}
