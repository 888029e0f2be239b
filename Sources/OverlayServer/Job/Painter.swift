import Render

/// Draws scenes and lays them over frames; keeps a processor busy and waits for nothing.
struct Painter: Sendable {
    let text: TextEngine
    private let limits: ImageLimits
    private let canvases = CanvasPool()

    init(text: TextEngine, limits: ImageLimits) {
        self.text = text
        self.limits = limits
    }

    /// `frame` holds the picture's bytes, whose header is `header`; they are not looked at for `transparent`.
    func paint(_ scene: Scene, on frame: [UInt8], header: ImageHeader, style: Style) throws(ImageError) -> Picture {
        let format = style.format(for: header)
        let bytes: [UInt8]
        switch format {
        case .transparent:
            bytes = try ImageCodec.encodePNG(transparent(scene))
        case .png:
            bytes = try ImageCodec.encodePNG(overlay(of: scene, on: frame))
        case .jpeg:
            let overlay = try overlay(of: scene, on: frame)
            bytes = try ImageCodec.encodeJPEG(overlay, quality: style.quality, sampling: header.outputSampling)
        }
        return Picture(format: format, bytes: bytes)
    }

    private func transparent(_ scene: Scene) -> Bitmap {
        canvases.withCanvas(size: scene.size) { canvas in
            scene.draw(on: &canvas, text: text)
            return TransparentCanvas.bitmap(of: canvas)
        }
    }

    private func overlay(of scene: Scene, on frame: [UInt8]) throws(ImageError) -> Bitmap {
        var bitmap = try ImageCodec.decode(frame, limits: limits)
        canvases.withCanvas(size: scene.size) { canvas in
            scene.draw(on: &canvas, text: text)
            BitmapCompositor.composite(canvas, onto: &bitmap)
        }
        return bitmap
    }
}
