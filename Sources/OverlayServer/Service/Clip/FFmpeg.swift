import Foundation

/// The `ffmpeg` on the PATH, which makes frames of videos and videos of frames.
package struct FFmpeg: Sendable {
    private let program: URL

    /// `path`: folders, divided by colons. Throws `FFmpegError.absent` where none of them has it.
    package init(path: String) throws(FFmpegError) {
        let places = path.split(separator: ":").map { URL(filePath: String($0)).appending(path: "ffmpeg") }
        guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw .absent
        }
        self.program = program
    }

    /// What `arguments` make, as it is made. `logBytes`: how much of the end of what it says is kept.
    package func start(_ arguments: [String], logBytes: Int = 16 << 10) throws -> FFmpegProcess {
        try FFmpegProcess(program, ["-nostdin", "-hide_banner"] + arguments, logBytes: logBytes)
    }
}

/// Why ffmpeg has made nothing.
package enum FFmpegError: Error, Hashable {
    case absent
    /// It has ended with this status; the last of what it said.
    case failed(status: Int32, lastLine: String)
}

extension FFmpegError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .absent: "There is no ffmpeg on the PATH, without which there is no mp4; container=apng needs none."
        case .failed(let status, let lastLine): "ffmpeg has ended with \(status): \(lastLine)"
        }
    }
}
