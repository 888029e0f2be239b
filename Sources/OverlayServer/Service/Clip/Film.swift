import Render

/// How ffmpeg makes an mp4 of pictures: raw ones go in by its standard input, fragments come out of its standard output.
enum Film {
    /// `comment` is written into the film.
    static func arguments(size: PixelSize, fps: Double, comment: String) -> [String] {
        let input = ["-f", "rawvideo", "-pix_fmt", "rgb0", "-video_size", "\(size.width)x\(size.height)"]
        return ["-loglevel", "error"] + input + ["-framerate", "\(fps)", "-i", "pipe:0", "-an"]
            + ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
            + ["-sws_flags", "accurate_rnd+full_chroma_inp+bitexact"]
            + ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
            + ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-threads", "\(threadCount)"]
            + ["-g", "\(keyFrameDistance(fps))", "-flags:v", "+bitexact", "-fflags", "+bitexact"]
            + ["-map_metadata", "-1", "-metadata", "comment=\(comment)"]
            + ["-movflags", "frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "pipe:1"]
    }

    /// Fixed, since another number gives other bytes.
    private static let threadCount = 2

    /// A fragment is sent when it is whole, and begins with a key frame: each has about a second.
    private static func keyFrameDistance(_ fps: Double) -> Int { max(Int(fps.rounded()), 1) }
}
