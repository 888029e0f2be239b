import Glibc
import JPEGOracle
import TestSupport
import Testing

/// A kind of JPEG that libjpeg makes of a seeded picture.
struct OracleFile: CustomTestStringConvertible {
    var width = 83
    var height = 61
    var isGray = false
    /// Luma samples to one of chroma, across and down.
    var sampling: SIMD2<Int32> = [2, 2]
    var restartInterval: Int32 = 0
    var isInterleaved = true
    var hasOptimalTables = false
    var isProgressive = false
    var quality: Int32 = 85

    var testDescription: String {
        let layout = isInterleaved ? "interleaved" : "one scan per component"
        let tables = hasOptimalTables ? "optimal tables" : "standard tables"
        let color = isGray ? "gray" : "\(sampling.x)×\(sampling.y)"
        return "\(width)×\(height) \(color), \(layout), restarts \(restartInterval), \(tables)"
    }

    /// Every sampling mode with every layout, in sizes that are whole MCUs and that are not.
    static let all: [OracleFile] = {
        var files: [OracleFile] = []
        let samplings: [SIMD2<Int32>] = [[1, 1], [2, 1], [1, 2], [2, 2], [4, 1]]
        for (width, height) in [(83, 61), (64, 32), (1, 1), (17, 9)] {
            for restartInterval: Int32 in [0, 1, 3] {
                for isInterleaved in [true, false] {
                    for hasOptimalTables in [true, false] {
                        var file = OracleFile(width: width, height: height, restartInterval: restartInterval)
                        (file.isInterleaved, file.hasOptimalTables) = (isInterleaved, hasOptimalTables)
                        for sampling in samplings {
                            file.sampling = sampling
                            files.append(file)
                        }
                        (file.isGray, file.sampling) = (true, [1, 1])
                        files.append(file)
                    }
                }
            }
        }
        return files
    }()

    /// The file.
    func bytes() -> [UInt8] {
        var options = jpeg_oracle_options()
        options.component_count = isGray ? 1 : 3
        options.horizontal_sampling = sampling.x
        options.vertical_sampling = sampling.y
        options.quality = quality
        options.restart_interval = restartInterval
        options.one_scan_per_component = !isInterleaved
        options.optimal_tables = hasOptimalTables
        options.progressive = isProgressive
        let samples = samples(count: Int(options.component_count))
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard unsafe jpeg_oracle_write(samples, Int32(width), Int32(height), options, &bytes, &count) else { return [] }
        defer { unsafe free(bytes) }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// Slopes with some noise, so that blocks are neither empty nor full.
    private func samples(count: Int) -> [UInt8] {
        var random = SplitMix64(seed: UInt64(width * 1_000 + height))
        return (0..<width * height * count).map { index in
            let (x, y) = (index / count % width, index / count / width)
            let slope = (x * 3 + y * 2 + index % count * 80) % 256
            return UInt8(x / 16 % 2 == 0 ? slope : Int.random(in: 0...255, using: &random))
        }
    }
}
