package import Render

/// Draws scenes and lays them over frames; keeps a processor busy and waits for nothing.
package struct Painter: Sendable {
    package let text: TextEngine
    private let limits: ImageLimits
    private let canvases = CanvasPool()

    package init(text: TextEngine, limits: ImageLimits) {
        self.text = text
        self.limits = limits
    }

    /// `frame` is the picture whose header is `header`; it is not looked at for `transparent`. `comment` is written into
    /// the file; `timings` go on with drawing.
    package func paint(
        _ scene: Scene,
        on frame: FrameContent,
        header: ImageHeader,
        style: Style,
        comment: String = "",
        timings: Timings = Timings()
    ) throws -> Picture {
        var timings = timings
        let format = style.format(for: header)
        let way = header.way(for: style)
        var obstacle: JPEGStreamError?
        var reason = header.reasonForPixels(style)
        if way == .jpegBlocks {
            do throws(JPEGStreamError) {
                if let bytes = try blocks(of: frame, under: scene, comment: comment, &timings), !Task.isCancelled {
                    timings.mark(.encode)
                    return Picture(format: format, bytes: bytes, way: way, timings: timings)
                }
                reason = .coarse
            } catch {
                // Only decoding can deal with it, or say what is wrong.
                (obstacle, reason) = (error, .blocks)
            }
        }
        let bytes: [UInt8]
        switch format {
        case .transparent:
            bytes = try transparent(scene, comment: comment, &timings)
        case .png:
            bytes = try ImageCodec.encodePNG(
                overlay(of: scene, on: frame, &timings),
                comment: comment,
                metadata: frame.metadata(header)
            )
        case .jpeg:
            bytes = try jpeg(of: scene, on: frame, header, style, comment: comment, &timings)
        }
        timings.mark(.encode)
        return Picture(
            format: format,
            bytes: bytes,
            way: way == .transparent ? way : .pixels,
            timings: timings,
            reason: reason,
            obstacle: obstacle
        )
    }

    /// The pixels alone of what `paint` makes, before they are coded.
    func pixels(of scene: Scene, on frame: FrameContent, style: Style) throws -> Bitmap {
        guard style.format == .transparent else {
            var timings = Timings()
            return try overlay(of: scene, on: frame, &timings)
        }
        return try canvases.withCanvas(size: scene.size) { canvas throws(any Error) in
            scene.draw(on: &canvas, text: text)
            try Task.checkCancellation()
            return TransparentCanvas.bitmap(of: canvas)
        }
    }

    /// A dark picture of `size` that says `words` in its middle, for where there is no other.
    func card(_ words: String, size: PixelSize) -> Bitmap {
        let bounds = PixelRect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        let label = { (anchor: PixelPoint) in
            let rect = PixelRect(x: anchor.x, y: anchor.y, width: 0, height: 0)
            let label = LabelLayer.Label(text: words, anchor: rect, color: Self.cardTextBackground, isFixed: true)
            return LabelLayer(labels: [label], fontSize: max(Double(size.shortSide) / 12, 9), outset: 0)
        }
        // A label stands beside its anchor: the anchor goes to where the label is then in the middle.
        var anchor = bounds.center
        if let place = label(anchor).places(in: size, text: text)[0] {
            anchor.x -= (place.rect.center.x - bounds.center.x).rounded()
            anchor.y -= (place.rect.center.y - bounds.center.y).rounded()
        }
        var bitmap = Bitmap(size: size, color: Self.cardBackground)
        canvases.withCanvas(size: size) { canvas in
            Scene(size: size, layers: [label(anchor)]).draw(on: &canvas, text: text)
            BitmapCompositor.composite(canvas, onto: &bitmap)
        }
        return bitmap
    }

    private static let cardBackground = StraightRGBA8(hex: 0x202020)
    private static let cardTextBackground = StraightRGBA8(hex: 0xE0E0E0)

    /// `nil` where the file's steps are too coarse for labels.
    private func blocks(
        of frame: FrameContent,
        under scene: Scene,
        comment: String,
        _ timings: inout Timings
    ) throws(JPEGStreamError) -> [UInt8]? {
        let jpeg = try frame.indexedJPEG()
        guard !jpeg.isCoarse else { return nil }
        return try canvases.withCanvas(size: scene.size) { canvas throws(JPEGStreamError) in
            scene.draw(on: &canvas, text: text)
            timings.mark(.draw)
            return try JPEGCompositor.composite(canvas, onto: jpeg, comment: comment)
        }
    }

    /// Coded anew: from the frame's own samples where it has the usual ones and nothing is made of its pixels, else from those.
    private func jpeg(
        of scene: Scene,
        on frame: FrameContent,
        _ header: ImageHeader,
        _ style: Style,
        comment: String,
        _ timings: inout Timings
    ) throws -> [UInt8] {
        let (quality, metadata) = (style.quality ?? Style.standardQuality, frame.metadata(header))
        try Task.checkCancellation()
        if !scene.readsFrame, var planes = try frame.planes(header, limits: limits) {
            canvases.withCanvas(size: scene.size) { canvas in
                scene.draw(on: &canvas, text: text)
                PlaneCompositor.composite(canvas, onto: &planes)
            }
            timings.mark(.draw)
            try Task.checkCancellation()
            return try ImageCodec.encodeJPEG(planes, quality: quality, comment: comment, metadata: metadata)
        }
        return try ImageCodec.encodeJPEG(
            overlay(of: scene, on: frame, &timings),
            quality: quality,
            sampling: header.outputSampling,
            comment: comment,
            metadata: metadata
        )
    }

    private func transparent(_ scene: Scene, comment: String, _ timings: inout Timings) throws -> [UInt8] {
        try canvases.withCanvas(size: scene.size) { canvas throws(any Error) in
            scene.draw(on: &canvas, text: text)
            timings.mark(.draw)
            try Task.checkCancellation()
            return try ImageCodec.encodePNG(TransparentCanvas.rows(of: canvas), comment: comment)
        }
    }

    /// Each layer of `scene`, which is made of no frame's pixels, as a picture of its own, from the lowest to the uppermost.
    package func layers(of scene: Scene, comment: String) throws -> [LayerPicture] {
        try scene.layers.indices.map { index in
            try canvases.withCanvas(size: scene.size) { canvas throws(any Error) in
                try Task.checkCancellation()
                scene.draw(layer: index, on: &canvas, text: text)
                let rows = TransparentCanvas.rows(of: canvas)
                return LayerPicture(
                    name: type(of: scene.layers[index]).name,
                    count: scene.layers[index].count,
                    bounds: rows.bounds,
                    bytes: try ImageCodec.encodePNG(rows, comment: comment)
                )
            }
        }
    }

    private func overlay(of scene: Scene, on frame: FrameContent, _ timings: inout Timings) throws -> Bitmap {
        let bitmap = try bitmap(of: scene, on: frame)
        timings.mark(.draw)
        try Task.checkCancellation()
        return bitmap
    }

    /// The frame's pixels with the scene over them.
    func bitmap(of scene: Scene, on frame: FrameContent) throws -> Bitmap {
        try Task.checkCancellation()
        var bitmap = try frame.decoded(limits: limits)
        canvases.withCanvas(size: scene.size) { canvas in
            scene.draw(on: &canvas, text: text, over: bitmap)
            BitmapCompositor.composite(canvas, onto: &bitmap)
        }
        return bitmap
    }
}

/// One layer of a scene as a transparent PNG of the scene's size.
package struct LayerPicture: Sendable {
    package let name: String
    /// How many things it draws.
    package let count: Int
    /// Around what it draws, in whole pixels; `nil` for nothing that is on the frame.
    package let bounds: PixelRect?
    package let bytes: [UInt8]
}

/// A finished overlay's bytes.
package struct Picture: Sendable {
    package let format: Style.Format
    package let bytes: [UInt8]
    package let way: OverlayWay
    let timings: Timings
    /// Why a JPEG of a JPEG was made of pixels; `nil` where it was not.
    package var reason: PixelsReason?
    /// Why a JPEG of whose kind most are made of blocks was not.
    var obstacle: JPEGStreamError?
}

/// How a canvas and a frame become a picture.
package enum OverlayWay: String, CaseIterable, Encodable, Sendable {
    /// The JPEG blocks that the canvas touches are coded anew with the frame's own tables; all others keep their bits.
    case jpegBlocks = "jpeg_blocks"
    /// The frame is decoded, drawn on, and coded anew.
    case pixels
    /// The canvas alone; the frame is not looked at.
    case transparent
}

/// Why a JPEG frame was decoded and coded anew, though most keep their own blocks.
package enum PixelsReason: String, CaseIterable, Encodable, Sendable {
    /// A quality was asked for.
    case quality
    /// What is drawn is made of the frame's pixels, and no part of the file must show what is hidden.
    case effect
    /// It is gray, so that labels would lose their colors.
    case gray
    /// It is RGB or CMYK.
    case color
    /// It is progressive, or coded in another way that is not sequential.
    case progressive
    /// It is coarser than libjpeg's quality 70.
    case coarse
    /// Its blocks cannot be edited: its sampling, its tables, or damage.
    case blocks

    /// For a person, after "since".
    package var sentence: String {
        switch self {
        case .quality: "a quality was asked for"
        case .effect: "what is drawn is made of the frame's pixels"
        case .gray: "the frame is gray"
        case .color: "the frame is not YCbCr"
        case .progressive: "the frame is progressive"
        case .coarse: "the frame is coarser than quality 70"
        case .blocks: "the frame's blocks cannot be edited one by one"
        }
    }
}

extension ImageHeader {
    /// As far as the header tells; `nil` where no JPEG becomes a JPEG, or it tells nothing.
    fileprivate func reasonForPixels(_ style: Style) -> PixelsReason? {
        guard format == .jpeg, style.format(for: self) == .jpeg else { return nil }
        if style.quality != nil { return .quality }
        if style.readsFrame { return .effect }
        switch color {
        case .gray: return .gray
        case .yCbCr: return coding == .baseline || coding == .extended ? nil : .progressive
        default: return .color
        }
    }

    /// How an overlay of `style` is made on this frame, as far as its header tells.
    func way(for style: Style) -> OverlayWay {
        switch style.format(for: self) {
        case .transparent: .transparent
        case .png: .pixels
        case .jpeg: style.quality == nil && !style.readsFrame && hasEditableBlocks ? .jpegBlocks : .pixels
        }
    }

    /// Whether blocks can be coded anew one by one: sequential, and with chroma, without which labels would lose theirs.
    private var hasEditableBlocks: Bool {
        format == .jpeg && color == .yCbCr && (coding == .baseline || coding == .extended) && bitsPerSample == 8
    }
}
