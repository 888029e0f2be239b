/// A binary mask as COCO's run lengths: pixels column by column, from the top left, in alternating runs of zeros and ones.
///
/// The first run is of zeros and may be 0 long. Guarantee: both sides are at least 1, and the runs add up to their product.
package struct RunLengthMask: Hashable, Sendable {
    /// The most pixels that a mask may have.
    package static let pixelLimit = 100_000_000

    /// In the mask's own pixels, which need not be the frame's: a mask is stretched to the frame when it is drawn.
    package let height: Int
    package let width: Int
    /// In pixels; zeros first.
    package let runs: [UInt32]

    package init(height: Int, width: Int, runs: [UInt32]) throws(RunLengthMaskError) {
        try Self.checkSize(height: height, width: width)
        let total = runs.reduce(0) { $0 + Int($1) }
        guard total == height * width else { throw .wrongTotal(total, expected: height * width) }
        self.height = height
        self.width = width
        self.runs = runs
    }

    /// A mask from COCO's compressed string of run lengths.
    package init(height: Int, width: Int, compressed: some Sequence<UInt8>) throws(RunLengthMaskError) {
        try Self.checkSize(height: height, width: width)
        let runs = try CompressedRuns.runs(compressed, limit: height * width)
        try self.init(height: height, width: width, runs: runs)
    }

    /// COCO's compressed string of the run lengths.
    package var compressed: String { String(decoding: CompressedRuns.characters(runs), as: UTF8.self) }

    /// How many pixels are inside it.
    package var pixelCount: Int { runs.indices.reduce(0) { $1 % 2 == 1 ? $0 + Int(runs[$1]) : $0 } }

    /// Whether anything is inside it.
    package var hasPixels: Bool { runs.indices.contains { $0 % 2 == 1 && runs[$0] > 0 } }

    /// How many pixels are inside both it and `other`, which has its size.
    package func commonPixelCount(with other: RunLengthMask) -> Int {
        guard height == other.height, width == other.width else { return 0 }
        var (count, index, otherIndex) = (0, 0, 0)
        var (rest, otherRest) = (Int(runs[0]), Int(other.runs[0]))
        while true {
            let length = min(rest, otherRest)
            if !index.isMultiple(of: 2), !otherIndex.isMultiple(of: 2) { count += length }
            (rest, otherRest) = (rest - length, otherRest - length)
            while rest == 0 {
                index += 1
                guard index < runs.count else { return count }
                rest = Int(runs[index])
            }
            while otherRest == 0 {
                otherIndex += 1
                guard otherIndex < other.runs.count else { return count }
                otherRest = Int(other.runs[otherIndex])
            }
        }
    }

    private static func checkSize(height: Int, width: Int) throws(RunLengthMaskError) {
        let (pixels, overflows) = height.multipliedReportingOverflow(by: width)
        guard height > 0, width > 0, !overflows, pixels <= pixelLimit else {
            throw .badSize(height: height, width: width)
        }
    }
}

/// Why run lengths make no mask.
package enum RunLengthMaskError: Error, Hashable, CustomStringConvertible {
    case badSize(height: Int, width: Int)
    case wrongTotal(Int, expected: Int)
    /// `index` counts the runs from 0.
    case negativeRun(Int, index: Int)
    /// `offset` is in bytes from the start of the compressed string.
    case badCharacter(UInt8, offset: Int)
    case truncated

    package var description: String {
        switch self {
        case .badSize(let height, let width):
            "is \(height) high and \(width) wide; both must be at least 1 and their product at most "
                + "\(RunLengthMask.pixelLimit)"
        case .wrongTotal(let total, let expected): "has runs of \(total) pixels in all, its size is \(expected)"
        case .negativeRun(let run, let index): "has \(run) as run \(index)"
        case .badCharacter(let byte, let offset): "has byte \(byte) at \(offset), which no compressed run contains"
        case .truncated: "ends in the middle of a compressed run"
        }
    }
}

/// COCO's compressed run lengths.
///
/// Each run is a little-endian sequence of characters 48…111: five bits of value, 0x20 when more follow, and in the last
/// character 0x10 for the sign. From the fourth run on the value is the difference from the run two before.
/// (rleFrString in cocoapi's maskApi.c.)
enum CompressedRuns {
    /// The runs, each at most `limit`, which is at most `RunLengthMask.pixelLimit`.
    static func runs(_ characters: some Sequence<UInt8>, limit: Int) throws(RunLengthMaskError) -> [UInt32] {
        var runs: [UInt32] = []
        var value = 0
        var shift = 0
        var offset = 0
        for character in characters {
            // 7 characters hold 35 bits, which is more than any difference of two runs takes.
            guard 48...111 ~= character, shift < 35 else { throw .badCharacter(character, offset: offset) }
            let bits = Int(character) - 48
            value |= (bits & 0x1f) << shift
            shift += 5
            offset += 1
            guard bits & 0x20 == 0 else { continue }
            if bits & 0x10 != 0 { value |= -1 << shift }
            if runs.count > 2 { value += Int(runs[runs.count - 2]) }
            guard value >= 0 else { throw .negativeRun(value, index: runs.count) }
            guard value <= limit else { throw .wrongTotal(value, expected: limit) }
            runs.append(UInt32(value))
            (value, shift) = (0, 0)
        }
        guard shift == 0 else { throw .truncated }
        return runs
    }

    /// The string of such characters that stands for `runs` (rleToString in cocoapi's maskApi.c).
    static func characters(_ runs: [UInt32]) -> [UInt8] {
        var characters: [UInt8] = []
        for (index, run) in runs.enumerated() {
            var value = Int(run)
            if index > 2 { value -= Int(runs[index - 2]) }
            var isMore = true
            while isMore {
                let bits = value & 0x1f
                value >>= 5
                isMore = bits & 0x10 == 0 ? value != 0 : value != -1
                characters.append(UInt8(48 + bits + (isMore ? 0x20 : 0)))
            }
        }
        return characters
    }
}
