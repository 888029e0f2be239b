import Render

/// Draws scenes and lays them over frames; keeps a processor busy and waits for nothing.
struct Painter: Sendable {
    let text: TextEngine
    let limits: ImageLimits

    /// `frame` holds the picture's bytes, whose header is `header`; they are not looked at for `transparent`.
    func paint(
        _ scene: Scene,
        on frame: [UInt8],
        header: ImageHeader,
        style: Style
    ) throws(ImageError) -> Picture {
        let canvas = scene.draw(text: text)
        let format = style.format(for: header)
        if format == .transparent {
            return Picture(format: format, bytes: try ImageCodec.encodePNG(TransparentCanvas.bitmap(of: canvas)))
        }
        var bitmap = try ImageCodec.decode(frame, limits: limits)
        BitmapCompositor.composite(canvas, onto: &bitmap)
        let bytes =
            if format == .png {
                try ImageCodec.encodePNG(bitmap)
            } else {
                try ImageCodec.encodeJPEG(bitmap, quality: style.quality, sampling: header.outputSampling)
            }
        return Picture(format: format, bytes: bytes)
    }
}
