import TestSupport
import Testing

@testable import Render

@Suite("Damaged and unsupported JPEGs")
struct JPEGStreamDamageTests {
    static let files = [
        OracleFile(width: 33, height: 17),
        OracleFile(width: 33, height: 17, restartInterval: 1, hasOptimalTables: true),
        OracleFile(width: 25, height: 9, sampling: [4, 1], restartInterval: 2, isInterleaved: false),
        OracleFile(width: 20, height: 20, isGray: true, sampling: [1, 1], hasOptimalTables: true),
    ]

    /// Goes all the way; whatever the bytes are, this ends.
    private func process(_ bytes: [UInt8]) -> Result<[UInt8], any Error> {
        Result {
            let stream = try JPEGStream(bytes)
            var editor = SeededEditor(percentage: 50)
            return try stream.rewrite(stream.makeIndex(), editor: &editor)
        }
    }

    @Test("Every beginning of a file that lacks more than its end marker is refused", arguments: files)
    func prefixes(file: OracleFile) {
        let bytes = file.bytes()
        for count in bytes.indices.dropLast(2) {
            #expect(throws: JPEGStreamError.self) { try process(Array(bytes[..<count])).get() }
        }
    }

    @Test("Flipped bits give an error or a file", arguments: files)
    func flippedBits(file: OracleFile) {
        let bytes = file.bytes()
        var random = SplitMix64(seed: 4)
        for _ in 0..<1_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            _ = process(damaged)
        }
    }

    @Test("Replaced, removed and repeated stretches give an error or a file", arguments: files)
    func stretches(file: OracleFile) {
        let bytes = file.bytes()
        var random = SplitMix64(seed: 5)
        for _ in 0..<500 {
            let start = Int.random(in: 2..<bytes.count, using: &random)
            let end = Int.random(in: start...min(start + 40, bytes.count), using: &random)
            var damaged = bytes
            switch Int.random(in: 0..<4, using: &random) {
            case 0: damaged.removeSubrange(start..<end)
            case 1: damaged.insert(contentsOf: bytes[start..<end], at: start)
            case 2: for index in start..<end { damaged[index] = 0xFF }
            default: for index in start..<end { damaged[index] = UInt8.random(in: 0...255, using: &random) }
            }
            _ = process(damaged)
        }
    }

    @Test("Huge dimensions are refused without memory for their blocks")
    func hugeDimensions() throws {
        var bytes = OracleFile().bytes()
        let header = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0]) })
        bytes.replaceSubrange(header + 5..<header + 9, with: [0xFF, 0xFF, 0xFF, 0xFF])
        let stream = try JPEGStream(bytes)
        #expect(throws: JPEGStreamError.self) { try stream.makeIndex() }
    }

    @Test("Progressive coding goes over pixels")
    func progressive() {
        #expect(throws: JPEGStreamError.unsupported(.coding(marker: 0xC2))) {
            try JPEGStream(OracleFile(isProgressive: true).bytes())
        }
    }

    @Test("Arithmetic, lossless and 12-bit coding, four components, other sampling and RGB go over pixels")
    func unsupported() throws {
        let bytes = OracleFile().bytes()
        let header = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0]) })
        func expect(_ feature: JPEGStreamError.UnsupportedFeature, _ offset: Int, _ value: UInt8) {
            var changed = bytes
            changed[header + offset] = value
            #expect(throws: JPEGStreamError.unsupported(feature)) { try JPEGStream(changed) }
        }
        expect(.coding(marker: 0xC9), 1, 0xC9)
        expect(.coding(marker: 0xC3), 1, 0xC3)
        expect(.samplePrecision(bits: 12), 4, 12)
        expect(.componentCount(4), 9, 4)
        expect(.sampling, 11, 0x33)
        expect(.sampling, 14, 0x12)
        var heightless = bytes
        heightless.replaceSubrange(header + 5..<header + 7, with: [0, 0])
        #expect(throws: JPEGStreamError.unsupported(.lineCountAtEnd)) { try JPEGStream(heightless) }
        // An Adobe segment in place of JFIF's, with color transform 0.
        let adobe = [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 0]
        #expect(throws: JPEGStreamError.unsupported(.colorSpace)) { try JPEGStream(bytes[..<2] + adobe + bytes[20...]) }
    }
}
