/// Draws a canvas on the quantised blocks of a JPEG: says which blocks it touches, and blends it into each of them.
///
/// Blocks are those of a grey or YCbCr (T.871) picture, counted in their component from its top left corner.
struct CanvasBlockEditor {
    private let canvas: Canvas
    private var components: [Component] = []
    /// One for each scale that components have.
    private var sources: [CanvasBlockSource] = []

    private struct Component {
        let touched: TouchedBlocks
        let blender: BlockBlender
        let source: Int
    }

    /// `nil` unless there are one or three components and each pixel lies in whole samples: sampling factors divide the
    /// largest by 1, 2 or 4. The components must be those of a frame of the canvas's size.
    init?(_ canvas: Canvas, components: [JPEGComponent]) {
        guard components.count == 1 || components.count == 3 else { return nil }
        self.canvas = canvas
        for (component, kind) in zip(components, ComponentKind.allCases) {
            guard let scale = SampleScale(of: component, among: components) else { return nil }
            let source = sources.firstIndex { $0.scale == scale } ?? sources.count
            if source == sources.count { sources.append(CanvasBlockSource(canvas, scale: scale)) }
            self.components.append(
                Component(
                    touched: sources[source].touched,
                    blender: BlockBlender(kind, pixelCount: scale.pixelCount, quantization: component.quantization),
                    source: source
                )
            )
        }
    }

    /// Whether the canvas draws on the block's area: by quarter rows of tiles, so that a few transparent pixels may count
    /// as drawn on. False for blocks beyond the frame.
    @inline(always)
    func touches(_ component: Int, _ column: Int, _ row: Int) -> Bool {
        components[component].touched.contains(column: column, row: row)
    }

    /// Blends the canvas into `block`; one that the canvas does not touch stays as it is.
    mutating func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int) {
        guard touches(component, column, row) else { return }
        let source = components[component].source
        sources[source].load(canvas, column: column, row: row)
        components[component].blender.blend(sources[source].sums, into: &block)
    }
}

/// What a canvas has for the blocks of one scale: which it touches, and the sums of its pixels over the last one asked
/// for, kept for the components that lie over each other.
struct CanvasBlockSource {
    let touched: TouchedBlocks
    private var pixels: BlockPixels
    private var column = -1
    private var row = -1
    private(set) var sums = BlockSums()

    var scale: SampleScale { pixels.scale }

    init(_ canvas: borrowing Canvas, scale: SampleScale) {
        touched = TouchedBlocks(of: canvas, scale: scale)
        pixels = BlockPixels(scale: scale)
    }

    @inline(always)
    mutating func load(_ canvas: borrowing Canvas, column: Int, row: Int) {
        guard column != self.column || row != self.row else { return }
        (self.column, self.row) = (column, row)
        if let color = color(of: canvas, column: column, row: row) {
            return sums.load(color, pixelCount: scale.pixelCount)
        }
        pixels.load(canvas, column: column, row: row)
        sums.load(pixels)
    }

    /// The color of the tile that the block's area lies in, if it has one all over.
    @inline(always)
    private func color(of canvas: borrowing Canvas, column: Int, row: Int) -> PremultipliedRGBA8? {
        guard scale.horizontal <= 2, scale.vertical <= 2 else { return nil }
        let (x, y) = (column &* scale.blockWidth, row &* scale.blockHeight)
        guard case .solid(let color) = canvas.tile(column: x / tileSide, row: y / tileSide) else { return nil }
        return color
    }
}
