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

    /// `frame` is the picture whose header is `header`; it is not looked at for `transparent`. `comment` is written into a
    /// JPEG.
    func paint(
        _ scene: Scene,
        on frame: FrameContent,
        header: ImageHeader,
        style: Style,
        comment: String = ""
    ) throws(ImageError) -> Picture {
        let format = style.format(for: header)
        let way = header.way(for: style)
        if way == .jpegBlocks, let bytes = blocks(of: frame, under: scene, comment: comment) {
            return Picture(format: format, bytes: bytes, way: way)
        }
        let bytes: [UInt8]
        switch format {
        case .transparent:
            bytes = try transparent(scene)
        case .png:
            bytes = try ImageCodec.encodePNG(overlay(of: scene, on: frame.bytes))
        case .jpeg:
            bytes = try ImageCodec.encodeJPEG(
                overlay(of: scene, on: frame.bytes),
                quality: style.quality ?? Style.standardQuality,
                sampling: header.outputSampling,
                comment: comment
            )
        }
        return Picture(format: format, bytes: bytes, way: way == .transparent ? way : .pixels)
    }

    /// `nil` where the file is of a kind, or in a state, that only decoding can deal with or say something of, and where its
    /// steps are too coarse for labels.
    private func blocks(of frame: FrameContent, under scene: Scene, comment: String) -> [UInt8]? {
        guard let jpeg = try? frame.indexedJPEG(), !jpeg.isCoarse else { return nil }
        return canvases.withCanvas(size: scene.size) { canvas in
            scene.draw(on: &canvas, text: text)
            return try? JPEGCompositor.composite(canvas, onto: jpeg, comment: comment)
        }
    }

    private func transparent(_ scene: Scene) throws(ImageError) -> [UInt8] {
        try canvases.withCanvas(size: scene.size) { canvas throws(ImageError) in
            scene.draw(on: &canvas, text: text)
            return try ImageCodec.encodePNG(TransparentCanvas.rows(of: canvas))
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
