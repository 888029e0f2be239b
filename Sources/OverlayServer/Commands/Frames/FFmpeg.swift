import Foundation

/// The `ffmpeg` on the PATH, which makes frames of a video.
struct FFmpeg: Sendable {
    /// A frame that was made, in the order of the video.
    struct Frame: Sendable, Equatable {
        let file: URL
        /// As the stream has it, in seconds; `nil` where it has none.
        let timestamp: Double?
    }

    private let program: URL

    /// Throws where there is none.
    init(path: String = ProcessInfo.processInfo.environment["PATH"] ?? "") throws {
        let places = path.split(separator: ":").map { URL(filePath: String($0)).appending(path: "ffmpeg") }
        guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw CommandFailure(message: "There is no ffmpeg on the PATH.", exitCode: CommandFailure.usage)
        }
        self.program = program
    }

    /// Makes JPEGs of the first video stream of the file at `path`, in `folder`.
    ///
    /// `fps`: of each so many-th part of a second the first frame, if it has one; `nil` for every frame. None is made twice or moved in time, so that a
    /// variable frame rate stays what it is. The same video gives the same bytes with the same version of ffmpeg.
    func frames(of path: String, in folder: URL, fps: Double?) async throws -> [Frame] {
        let pick = fps.map { ["select='isnan(prev_selected_t)+gt(floor(t*\($0)),floor(prev_selected_t*\($0)))'"] } ?? []
        let arguments =
            ["-nostdin", "-hide_banner", "-loglevel", "info", "-i", path, "-map", "0:v:0", "-an", "-sn", "-dn"]
            + ["-vf", (pick + ["showinfo=checksum=0"]).joined(separator: ","), "-fps_mode", "passthrough"]
            + [
                "-sws_flags", "accurate_rnd+bitexact", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "2", "-threads",
                "1",
            ]
            + ["-flags:v", "+bitexact", "-fflags", "+bitexact", "-map_metadata", "-1", "-start_number", "0"]
            + ["-f", "image2", folder.appending(path: "%08d.jpg").path]
        let (status, log) = try await run(arguments)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        guard status == 0, !files.isEmpty else {
            let reason = log.split(whereSeparator: \.isNewline).suffix(3).joined(separator: "\n  ")
            throw CommandFailure(
                message: "ffmpeg made no frames of the video:\n  \(reason)",
                exitCode: CommandFailure.partialFailure
            )
        }
        let times = Self.times(in: log)
        return files.enumerated().map { Frame(file: $1, timestamp: times.indices.contains($0) ? times[$0] : nil) }
    }

    /// What the showinfo filter has said of each frame.
    static func times(in log: String) -> [Double?] {
        log.matches(of: /\bn: *\d+ +pts: *\S+ +pts_time: *(\S+)/).map { Double($0.1) }
    }

    private func run(_ arguments: [String]) async throws -> (status: Int32, log: String) {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        return await withCheckedContinuation { continuation in
            Thread {
                let log = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, log))
            }.start()
        }
    }
}
