import Foundation
import Render
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService

/// A clip as ffmpeg, which knows nothing of how it was made, reads it.
struct DecodedClip {
    /// What `ffprobe` says of it, a line each, as `width=160`.
    let description: String
    let frames: [Bitmap]

    init(_ bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        let (clip, pixels) = (folder.path("clip"), folder.path("pixels"))
        try Data(bytes).write(to: URL(filePath: clip))
        let names = "stream=codec_name,width,height,pix_fmt,r_frame_rate,color_space:format=format_name:format_tags"
        let probe = try await Self.run("ffprobe", ["-show_entries", names, "-of", "default=noprint_wrappers=1", clip])
        let flags = "accurate_rnd+full_chroma_int+bicubic"
        let decoding = [
            "-y", "-i", clip, "-sws_flags", flags, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgba",
            pixels,
        ]
        _ = try await Self.run("ffmpeg", decoding)
        description = probe
        let numbers = ["width", "height"].compactMap { name in
            probe.split(separator: "\n").first { $0.hasPrefix("\(name)=") }.flatMap { Int($0.split(separator: "=")[1]) }
        }
        try #require(numbers.count == 2, "\(probe)")
        let size = try #require(PixelSize(width: numbers[0], height: numbers[1]))
        let all = [UInt8](try Data(contentsOf: URL(filePath: pixels)))
        frames = stride(from: 0, to: all.count, by: size.pixelCount * 4).compactMap { start in
            Bitmap(size: size, isOpaque: false, bytes: Array(all[start..<min(start + size.pixelCount * 4, all.count)]))
        }
    }

    private static func run(_ program: String, _ arguments: [String]) async throws -> String {
        let made = try await Program.run("/usr/bin/\(program)", ["-v", "error"] + arguments, ["PATH": "/usr/bin"])
        #expect(made.status == 0, "\(made.output)")
        return made.output
    }
}

extension Bitmap {
    /// How far the colors of two pictures are from each other, in levels, in the mean.
    func meanDistance(from other: Bitmap) -> Double {
        guard size == other.size else { return .infinity }
        let distances = zip(bytes, other.bytes).enumerated().filter { $0.offset % 4 != 3 }
        let sum = distances.reduce(0) { $0 + abs(Int($1.element.0) - Int($1.element.1)) }
        return Double(sum) / Double(distances.count)
    }
}
