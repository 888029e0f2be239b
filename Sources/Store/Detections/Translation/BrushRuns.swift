/// Run lengths of bytes, packed in bits, as Label Studio keeps brushed masks (https://github.com/thi-ng/umbrella, `@thi.ng/rle-pack`).
///
/// From the highest bit of each byte on: 32 bits of how many words there are, 5 bits of a word's length less 1, four times 4 bits of a count's length
/// less 1; then runs: a bit, two bits of which length the count has, the count less 1, and one word that is repeated where the bit is set, else
/// so many words.
enum BrushRuns {
    /// Whether the last of each four bytes is not 0, pixel by pixel; `nil` where the packed bytes are not of `pixelCount` pixels, or end too early.
    static func alpha(_ packed: [UInt8], pixelCount: Int) -> [Bool]? {
        var bits = BitReader(bytes: packed)
        guard bits.read(32) == pixelCount * 4, let wordLength = bits.read(5).map({ $0 + 1 }) else { return nil }
        let countLengths = (0..<4).compactMap { _ in bits.read(4).map { $0 + 1 } }
        guard countLengths.count == 4 else { return nil }
        var alpha = [Bool](repeating: false, count: pixelCount)
        var position = 0
        while position < pixelCount * 4 {
            guard let isRun = bits.read(1), let kind = bits.read(2), let count = bits.read(countLengths[kind]) else {
                return nil
            }
            let end = min(position + count + 1, pixelCount * 4)
            var word = isRun == 1 ? bits.read(wordLength) : 0
            while position < end {
                if isRun == 0 { word = bits.read(wordLength) }
                guard let word else { return nil }
                if position % 4 == 3 { alpha[position / 4] = word != 0 }
                position += 1
            }
        }
        return alpha
    }

    private struct BitReader {
        let bytes: [UInt8]
        private var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// The next `count` bits, the highest first; `nil` where there are not so many.
        mutating func read(_ count: Int) -> Int? {
            guard position + count <= bytes.count * 8 else { return nil }
            var value = 0
            for _ in 0..<count {
                value = value << 1 | Int(bytes[position / 8] >> UInt8(7 - position % 8) & 1)
                position += 1
            }
            return value
        }
    }
}

extension Translator {
    /// The mask of a brushed label, of whose picture `result` says the size.
    static func brushMask(_ runs: [Double], _ result: JSONTree, _ translation: inout Translation) -> JSONTree? {
        guard let width = result["original_width"]?.whole, let height = result["original_height"]?.whole,
            let size = FrameSize(width: width, height: height), translation.takeRoom(for: width * height / 256),
            let alpha = BrushRuns.alpha(runs.map { UInt8(exactly: $0) ?? 0 }, pixelCount: size.width * size.height)
        else { return nil }
        let counts = ColumnRuns((0..<width).lazy.flatMap { x in (0..<height).lazy.map { y in alpha[y * width + x] } })
            .counts
        return .object([
            "size": .array([.integer(height), .integer(width)]), "counts": .array(counts.map(JSONTree.integer)),
        ])
    }
}
