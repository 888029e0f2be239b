import Foundation
import OverlayService

extension FFmpeg {
    /// A frame that was made, in the order of the video.
    struct Frame: Sendable, Equatable {
        let file: URL
        /// As the stream has it, in seconds; `nil` where it has none.
        let timestamp: Double?
    }

    /// Makes JPEGs of the first video stream of the file at `path`, in `folder`.
    ///
    /// `fps`: of each so many-th part of a second the first frame, if it has one; `nil` for every frame. None is made twice or moved in time, so that a
    /// variable frame rate stays what it is. The same video gives the same bytes with the same version of ffmpeg.
    func frames(of path: String, in folder: URL, fps: Double?) async throws -> [Frame] {
        let pick = fps.map { ["select='isnan(prev_selected_t)+gt(floor(t*\($0)),floor(prev_selected_t*\($0)))'"] } ?? []
        let arguments =
            ["-loglevel", "info", "-i", path, "-map", "0:v:0", "-an", "-sn", "-dn"]
            + ["-vf", (pick + ["showinfo=checksum=0"]).joined(separator: ","), "-fps_mode", "passthrough"]
            + [
                "-sws_flags", "accurate_rnd+bitexact", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "2", "-threads",
                "1",
            ]
            + ["-flags:v", "+bitexact", "-fflags", "+bitexact", "-map_metadata", "-1", "-start_number", "0"]
            + ["-f", "image2", folder.appending(path: "%08d.jpg").path]
        // All that it says, since it says when each frame is.
        let process = try start(arguments, logBytes: .max)
        process.endInput()
        let (status, log) = await process.outcome()
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
}
