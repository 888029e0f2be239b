import TestSupport
import Testing

@testable import Detections
@testable import Store

@Suite("A run-length mask")
struct RunLengthMaskTests {
    /// Made by pycocotools 2.0: `encode` of a picture, and that picture's runs counted one by one.
    private static let published: [(height: Int, width: Int, compressed: String, runs: [UInt32])] = [
        (7, 9, "g034O11O0005", [23, 3, 4, 2, 5, 3, 4, 3, 4, 3, 9]),
        (3, 4, "0<", [0, 12]),
        (200, 300, #"[[e0\1l40b`4QOWV9Ejb4"#, [21867, 44, 156, 44, 4782, 13, 14197, 2, 18895]),
        (
            60, 80, "fn07d12N2N2O0O2O000O2O000000000000000000000001N10001N101N2N2NoP2",
            [
                982, 7, 52, 9, 50, 11, 48, 13, 47, 13, 46, 15, 45, 15, 45, 15, 44, 17, 43, 17, 43, 17, 43, 17, 43, 17,
                43, 17,
                43, 17, 43, 17, 43, 17, 43, 17, 43, 17, 43, 17, 43, 17, 44, 15, 45, 15, 45, 15, 46, 13, 47, 13, 48, 11,
                50, 9,
                52, 7, 2131,
            ]
        ),
    ]

    @Test("reads COCO's compressed counts", arguments: published)
    func compressed(example: (height: Int, width: Int, compressed: String, runs: [UInt32])) throws {
        let mask = try RunLengthMask(
            height: example.height,
            width: example.width,
            compressed: example.compressed.utf8
        )
        #expect(mask.runs == example.runs)
        #expect(try mask == RunLengthMask(height: example.height, width: example.width, runs: example.runs))
    }

    @Test("reads any compressed counts as the list they came from", arguments: 1...40)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let longest = [1, 20, 1_000, 200_000].randomElement(using: &random) ?? 1
        var runs = (0..<Int.random(in: 1...200, using: &random)).map { _ in
            UInt32.random(in: 0...UInt32(longest), using: &random)
        }
        runs[0] += 1
        let total = runs.reduce(0) { $0 + Int($1) }
        let mask = try RunLengthMask(height: total, width: 1, compressed: Self.compressed(runs))
        #expect(mask.runs == runs, "seed \(seed)")
    }

    @Test(
        "refuses what does not fit its size, and sizes that are none",
        arguments: [
            (2, 3, [1, 2], .wrongTotal(3, expected: 6)), (2, 3, [], .wrongTotal(0, expected: 6)),
            (2, 3, [5, 2], .wrongTotal(7, expected: 6)),
            (2, 3, [.max, .max], .wrongTotal(8_589_934_590, expected: 6)), (0, 3, [0], .badSize(height: 0, width: 3)),
            (-2, -3, [6], .badSize(height: -2, width: -3)),
            (10_001, 10_000, [1], .badSize(height: 10_001, width: 10_000)),
            (.max, .max, [1], .badSize(height: .max, width: .max)),
        ] as [(Int, Int, [UInt32], RunLengthMaskError)]
    )
    func refuses(height: Int, width: Int, runs: [UInt32], error: RunLengthMaskError) {
        #expect(throws: error) { try RunLengthMask(height: height, width: width, runs: runs) }
    }

    @Test(
        "refuses compressed counts that are none",
        arguments: [
            ("", .wrongTotal(0, expected: 12)), ("0 ", .badCharacter(0x20, offset: 1)),
            ("0é", .badCharacter(0xc3, offset: 1)),
            ("0p", .badCharacter(0x70, offset: 1)), ("0\\", .truncated), ("O", .negativeRun(-1, index: 0)),
            ("oooooooooooo", .badCharacter(0x6f, offset: 7)), ("``````?", .wrongTotal(16_660_316_688, expected: 12)),
            ("111Oo", .truncated), ("111N", .negativeRun(-1, index: 3)),
        ] as [(String, RunLengthMaskError)]
    )
    func refuses(compressed: String, error: RunLengthMaskError) {
        #expect(throws: error) { try RunLengthMask(height: 3, width: 4, compressed: compressed.utf8) }
    }

    /// COCO's encoder, written from the description in `CompressedRuns`.
    private static func compressed(_ runs: [UInt32]) -> [UInt8] {
        runs.indices.flatMap { index in
            var value = Int(runs[index]) - (index > 2 ? Int(runs[index - 2]) : 0)
            var characters: [UInt8] = []
            while true {
                let bits = value & 0x1f
                value >>= 5
                let isLast = value == (bits & 0x10 == 0 ? 0 : -1)
                characters.append(UInt8(bits | (isLast ? 0 : 0x20)) + 48)
                if isLast { return characters }
            }
        }
    }

    @Test("has as many pixels in common with another as are inside both", arguments: [UInt64(1), 2, 3, 4])
    func common(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pictures = (0..<2).map { _ in (0..<70).map { _ in Bool.random(using: &random) } }
        let masks = try pictures.map { picture in
            var builder = RunBuilder()
            for pixel in picture { builder.append(pixel, 1) }
            return try RunLengthMask(height: 7, width: 10, runs: builder.runs)
        }
        let expected = zip(pictures[0], pictures[1]).count { $0 && $1 }
        #expect(masks[0].commonPixelCount(with: masks[1]) == expected)
        #expect(masks[0].commonPixelCount(with: masks[0]) == masks[0].pixelCount)
        let other = try RunLengthMask(height: 10, width: 7, runs: [0, 70])
        #expect(masks[0].commonPixelCount(with: other) == 0)
    }
}
