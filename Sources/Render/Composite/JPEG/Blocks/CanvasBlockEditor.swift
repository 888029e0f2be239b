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

    func forEachTouched(_ component: Int, columns: Int, rows: Int, _ body: (_ column: Int, _ row: Int) -> Void) {
        components[component].touched.forEach(columns: columns, rows: rows, body)
    }

    @inline(always)
    mutating func covers(_ component: Int, _ column: Int, _ row: Int) -> Bool {
        let source = components[component].source
        sources[source].load(canvas, column: column, row: row)
        return sources[source].sums.opacity >= .opaque
    }

    /// Blends the canvas into `block`; one that the canvas does not touch stays as it is.
    mutating func edit(_ block: inout CoefficientBlock, _ component: Int, _ column: Int, _ row: Int) {
        guard touches(component, column, row) else { return }
        let source = components[component].source
        sources[source].load(canvas, column: column, row: row)
        components.span[component].blender.blend(sources[source].sums, into: &block)
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
        let (x, y) = (column &* scale.blockWidth, row &* scale.blockHeight)
        guard scale.horizontal <= 2, scale.vertical <= 2, x &+ scale.blockWidth <= canvas.size.width,
            y &+ scale.blockHeight <= canvas.size.height
        else {
            pixels.load(canvas, column: column, row: row)
            sums.load(pixels)
            return
        }
        // The block's area lies in one tile.
        switch canvas.tile(column: x / tileSide, row: y / tileSide) {
        case .empty: sums.load(.transparent, pixelCount: scale.pixelCount)
        case .solid(let color): sums.load(color, pixelCount: scale.pixelCount)
        case .pixels(let slot):
            let scale = scale
            let left = x % tileSide / RowQuarters.pixelsPerQuarter
            canvas.withPixels(ofSlot: slot) {
                sums.load($0, drawn: canvas.drawnQuarters(ofSlot: slot), left: left, top: y % tileSide, scale)
            }
        }
    }
}
