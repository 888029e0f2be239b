extension Canvas {
    /// Fills `path` with `color`, whose alpha is its opacity.
    package mutating func fill(_ path: Path, rule: FillRule = .nonZero, with color: StraightRGBA8) {
        fill(path.flattened(), rule: rule, with: color)
    }

    private mutating func fill(_ contours: [Contour], rule: FillRule, with color: StraightRGBA8) {
        guard var rasterizer = PolygonRasterizer(filling: contours, rule: rule, in: grid) else { return }
        rasterizer.rasterize(into: &self, with: color.premultiplied)
    }

    package mutating func fill(_ mask: StretchedMask, with color: StraightRGBA8) {
        mask.rasterize(in: grid, into: &self, with: color.premultiplied)
    }

    package mutating func fill(_ rect: PixelRect, with color: StraightRGBA8) {
        guard let shape = RectCoverage(filling: rect, in: grid) else { return }
        shape.rasterize(into: &self, with: color.premultiplied)
    }

    /// Draws a line along `path`; where it crosses itself it does not grow darker.
    package mutating func stroke(_ path: Path, _ stroke: Stroke, with color: StraightRGBA8) {
        fill(path.stroked(stroke), rule: .nonZero, with: color)
    }

    /// Draws a line of `width` pixels, centred on the sides of `rect`, with sharp corners.
    package mutating func stroke(_ rect: PixelRect, width: Double, with color: StraightRGBA8) {
        guard let shape = RectCoverage(stroking: rect, width: width, in: grid) else { return }
        shape.rasterize(into: &self, with: color.premultiplied)
    }

    /// Draws `mask`, moved right and down by whole pixels.
    package mutating func fill(_ mask: CoverageMask, movedBy offset: (x: Int, y: Int), with color: StraightRGBA8) {
        let color = color.premultiplied
        let origin = (x: mask.x + offset.x, y: mask.y + offset.y)
        let columns = (origin.x..<origin.x + mask.width).clamped(to: 0..<size.width)
        let rows = (origin.y..<origin.y + mask.height).clamped(to: 0..<size.height)
        guard !columns.isEmpty, !rows.isEmpty else { return }
        for row in rows.lowerBound / tileSide...(rows.upperBound - 1) / tileSide {
            let ys = rows.clamped(to: row * tileSide..<(row + 1) * tileSide)
            for column in columns.lowerBound / tileSide...(columns.upperBound - 1) / tileSide {
                let xs = columns.clamped(to: column * tileSide..<(column + 1) * tileSide)
                cover(xs: xs, ys: ys, by: mask, at: origin, with: color)
            }
        }
    }

    /// Draws a mask that lies over the whole frame.
    package mutating func fill(_ mask: RunLengthCoverage, with color: StraightRGBA8) {
        mask.rasterize(frameSize: size, into: &self, with: color.premultiplied)
    }
}

extension Canvas {
    /// Draws a row of premultiplied pixels, the first of them at (`x`, `y`); what of it lies outside of the frame is left out.
    package mutating func draw(_ pixels: Span<UInt8>, x: Int, y: Int) {
        guard 0..<size.height ~= y else { return }
        let columns = (x..<x + pixels.count / 4).clamped(to: 0..<size.width)
        var first = columns.lowerBound
        while first < columns.upperBound {
            let end = min((first / tileSide + 1) * tileSide, columns.upperBound)
            draw(pixels.extracting((first - x) * 4..<(end - x) * 4), inTileAt: first, y: y)
            first = end
        }
    }
}
