/// Rectangles with rounded corners, of any size but all of one radius: the corners are rasterised only once.
struct LabelBackground {
    /// In pixels.
    private let radius: Double
    /// The smallest rectangle that has all of the corners, and a row and a column without any between them.
    private let mask: CoverageMask?

    init(radius: Double) {
        self.radius = radius
        let side = radius.rounded(.up) * 2 + 1
        let smallest = PixelRect(x: 0, y: 0, width: side, height: side)
        mask = PolygonRasterizer.mask(of: Path(roundedRect: smallest, radius: radius), rule: .nonZero)
    }

    /// The sides of `rect` are whole numbers.
    func draw(_ rect: PixelRect, with color: StraightRGBA8, on canvas: inout Canvas) {
        let columns = Int(clamping: rect.minX)..<Int(clamping: rect.maxX)
        let rows = Int(clamping: rect.minY)..<Int(clamping: rect.maxY)
        if let mask, let background = StretchedMask(mask, columns: columns, rows: rows) {
            canvas.fill(background, with: color)
        } else {
            canvas.fill(Path(roundedRect: rect, radius: radius), with: color)
        }
    }
}
