extension Canvas {
    /// Fills `path` with `color`, whose alpha is its opacity.
    package mutating func fill(_ path: Path, rule: FillRule = .nonZero, with color: StraightRGBA8) {
        guard var rasterizer = PolygonRasterizer(filling: path, rule: rule, in: grid) else { return }
        rasterizer.rasterize(into: &self, with: color.premultiplied)
    }

    package mutating func fill(_ rect: PixelRect, with color: StraightRGBA8) {
        guard let shape = RectCoverage(filling: rect, in: grid) else { return }
        shape.rasterize(into: &self, with: color.premultiplied)
    }

    /// Draws a line along `path`; where it crosses itself it does not grow darker.
    package mutating func stroke(_ path: Path, _ stroke: Stroke, with color: StraightRGBA8) {
        fill(path.stroked(stroke), with: color)
    }

    /// Draws a line of `width` pixels, centred on the sides of `rect`, with sharp corners.
    package mutating func stroke(_ rect: PixelRect, width: Double, with color: StraightRGBA8) {
        guard let shape = RectCoverage(stroking: rect, width: width, in: grid) else { return }
        shape.rasterize(into: &self, with: color.premultiplied)
    }

    /// Draws `mask`, moved right and down by whole pixels.
    package mutating func fill(_ mask: CoverageMask, movedBy offset: (x: Int, y: Int), with color: StraightRGBA8) {
        let color = color.premultiplied
        let left = mask.x + offset.x
        let top = mask.y + offset.y
        let columns = (left..<left + mask.width).clamped(to: 0..<size.width)
        for y in (top..<top + mask.height).clamped(to: 0..<size.height) {
            var x = columns.lowerBound
            while x < columns.upperBound {
                let end = min((x / tileSide + 1) * tileSide, columns.upperBound)
                let start = (y - top) * mask.width - left
                cover(
                    column: x / tileSide,
                    row: y / tileSide,
                    x: x % tileSide,
                    ys: y % tileSide..<y % tileSide + 1,
                    coverage: mask.coverage.span.extracting(start + x..<start + end),
                    with: color
                )
                x = end
            }
        }
    }

    /// Draws a mask that lies over the whole frame.
    package mutating func fill(_ mask: RunLengthCoverage, with color: StraightRGBA8) {
        mask.rasterize(frameSize: size, into: &self, with: color.premultiplied)
    }
}
