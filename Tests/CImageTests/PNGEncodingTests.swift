import CImage
import Testing

struct PNGEncodingTests {
    /// Wider than one band is high, with smooth parts, flat ones and noise.
    private static func mixed(width: Int, height: Int, seed: UInt64) -> Picture {
        var generator = SeededGenerator(seed: seed)
        return Picture(width: width, height: height) { x, y in
            switch (x / 37 + y / 29) % 3 {
            case 0: [UInt8(truncatingIfNeeded: x), UInt8(truncatingIfNeeded: y), UInt8(truncatingIfNeeded: x + y), 200]
            case 1: [10, 20, 30, 40]
            default: (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
        }
    }

    /// The same file, in a way that only libpng decodes.
    private func forLibpng(_ png: [UInt8]) -> [UInt8] {
        var chunks = PNGChunks(png)
        chunks.insert("PLTE", [1, 2, 3], before: "IDAT")
        return chunks.bytes
    }

    @Test(arguments: [(1, 1), (1, 300), (3, 2), (401, 523), (1921, 150)], [true, false])
    func severalBandsComeBackExactly(size: (Int, Int), isOpaque: Bool) throws {
        var picture = Self.mixed(width: size.0, height: size.1, seed: 1)
        let bytes = try encodePNG(picture, isOpaque: isOpaque)
        if isOpaque { for index in stride(from: 3, to: picture.pixels.count, by: 4) { picture.pixels[index] = 255 } }
        #expect(try decode(bytes).pixels == picture.pixels)
        #expect(try decode(forLibpng(bytes)).pixels == picture.pixels)
    }

    /// Widths whose rows are longer than DEFLATE reaches back, and shorter.
    @Test(arguments: [1, 7, 300, 8191, 8192, 9001]) func repeatedRowsComeBackExactly(width: Int) throws {
        var generator = SeededGenerator(seed: UInt64(width))
        let colors: [[UInt8]] = [[0, 0, 0, 0], [255, 0, 0, 255], [0, 200, 0, 128]]
        var color = colors[0]
        let rows: [UInt8] = (0..<4 * width).flatMap { _ in
            if Int.random(in: 0..<20, using: &generator) == 0 {
                color = colors.randomElement(using: &generator) ?? color
            }
            return color
        }
        let numbers: [UInt32] = [0, 0, 0, 1, 2, 2, 0, 3, 3, 3] + [UInt32](repeating: 3, count: 60)
        let expected: [UInt8] = numbers.flatMap { rows[Int($0) * width * 4..<(Int($0) + 1) * width * 4] }
        let bytes = try encodePNG(rows: rows, width: width, rowNumbers: numbers)
        #expect(try decode(bytes).pixels == expected)
        #expect(try decode(forLibpng(bytes)).pixels == expected)
    }

    /// Rows of two bytes, which are too short for DEFLATE to repeat, and longer ones.
    @Test(arguments: [1, 8, 9, 16, 17, 24, 25]) func narrowRepeatedRowsComeBackExactly(width: Int) throws {
        let rows = (0..<2 * width).map { UInt8($0 % 3 == 0 ? 1 : 0) }
        let numbers = (0..<30).map { UInt32($0 / 7 % 2) }
        let expected: [UInt8] = numbers.flatMap { number in
            rows[Int(number) * width..<(Int(number) + 1) * width].flatMap { $0 == 0 ? [0, 0, 0, 0] : [9, 8, 7, 255] }
        }
        let bytes = try encodePNG(rows: rows, width: width, rowNumbers: numbers, colors: [0, 0, 0, 0, 9, 8, 7, 255])
        #expect(try decode(bytes).pixels == expected)
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)])
    func indicesTakeAsFewBitsAsTheColorsAllow(colorCount: Int, bits: UInt8) throws {
        let (width, height) = (53, 40)
        let colors = (0..<colorCount).flatMap { index in
            let alpha = index % 3 == 0 ? index / 2 : 255
            return [index, 255 - index, 7, alpha].map { UInt8($0) }
        }
        let indices = (0..<width * height).map { UInt8($0 * $0 / 11 % colorCount) }
        let bytes = try encodePNG(rows: indices, width: width, rowNumbers: (0..<40).map { $0 }, colors: colors)
        let header = try header(of: bytes)
        #expect(header.color == CIMAGE_PALETTE && header.bit_depth == bits)
        let expected: [UInt8] = indices.flatMap { colors[Int($0) * 4..<Int($0) * 4 + 4] }
        #expect(try decode(bytes).pixels == expected)
    }

    /// Fibonacci numbers make the deepest of trees: without a limit, codes of 24 bits.
    @Test func codesOfTheRarestBytesAreLimited() throws {
        var counts = [1, 1]
        while counts.count < 24 { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
        var generator = SeededGenerator(seed: 5)
        let ordered: [UInt8] = counts.enumerated().flatMap { [UInt8](repeating: UInt8($0.offset), count: $0.element) }
        let indices = ordered.shuffled(using: &generator)
        let colors: [UInt8] = (0..<24).flatMap { [UInt8($0 * 10), 0, 0, 255] }
        let rowNumbers = (0..<UInt32(indices.count / 300)).map { $0 }
        let rows = Array(indices.prefix(rowNumbers.count * 300))
        let bytes = try encodePNG(rows: rows, width: 300, rowNumbers: rowNumbers, colors: colors)
        let expected: [UInt8] = rows.flatMap { [$0 * 10, 0, 0, 255] }
        #expect(try decode(bytes).pixels == expected)
    }

    @Test(arguments: [
        ([UInt8](repeating: 2, count: 12), [UInt32](repeating: 0, count: 3)),
        ([UInt8](repeating: 0, count: 12), [0, 1, 3]),
        ([UInt8](repeating: 0, count: 11), [0, 1, 2]),
    ])
    func whatIsNotThereIsRefused(indices: [UInt8], rowNumbers: [UInt32]) {
        let failure = #expect(throws: Failure.self) {
            try encodePNG(rows: indices, width: 4, rowNumbers: rowNumbers, colors: [0, 0, 0, 0, 1, 1, 1, 1])
        }
        #expect(failure?.code == CIMAGE_INVALID_ARGUMENT)
    }
}
