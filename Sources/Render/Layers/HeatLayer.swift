/// Where much was found over many frames: the colors of `Colormap`, the more of them the less is seen of the frame.
package struct HeatLayer: Layer {
    package static let name = "heat"

    /// Row by row, from the frame's top left corner on; 255 is the end of the scale.
    private let cells: [UInt8]
    private let columnCount: Int
    /// Of a cell, in pixels.
    private let side: Int
    /// Of the end of the scale, 0…1.
    private let opacity: Double

    /// `cells`: whole rows of `columnCount`.
    package init(cells: [UInt8], columnCount: Int, side: Int, opacity: Double) {
        (self.cells, self.columnCount, self.side, self.opacity) = (cells, columnCount, side, opacity)
    }

    package var count: Int { cells.contains { $0 > 0 } ? 1 : 0 }

    /// From this part of the scale on it is as opaque as it gets.
    private static let opaqueFrom = 0.45

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        let colors = (0...255).map { value -> PremultipliedRGBA8 in
            let part = Double(value) / 255
            return Colormap.color(at: part).withOpacity(opacity * min(part / Self.opaqueFrom, 1)).premultiplied
        }
        let rowCount = cells.count / max(columnCount, 1)
        let columns = (0..<canvas.size.width).map { position($0, count: columnCount) }
        var pixels = [UInt8](repeating: 0, count: canvas.size.width * 4)
        for y in 0..<canvas.size.height {
            let (row, lower) = position(y, count: rowCount)
            let next = min(row + 1, rowCount - 1)
            guard isWarm(row) || isWarm(next) else { continue }
            // 2·side times what lies between the two rows.
            let values = (0..<columnCount).map { column in
                mix(Int(cells[row * columnCount + column]), Int(cells[next * columnCount + column]), lower)
            }
            var warm = canvas.size.width..<canvas.size.width
            for x in 0..<canvas.size.width {
                let (column, right) = columns[x]
                let value =
                    (mix(values[column], values[min(column + 1, columnCount - 1)], right) + 2 * side * side)
                    / (4 * side * side)
                guard value > 0 else { continue }
                warm = min(warm.lowerBound, x)..<x + 1
                let color = colors[value]
                pixels[x * 4] = color.red
                pixels[x * 4 + 1] = color.green
                pixels[x * 4 + 2] = color.blue
                pixels[x * 4 + 3] = color.alpha
            }
            canvas.draw(pixels.span.extracting(warm.lowerBound * 4..<warm.upperBound * 4), x: warm.lowerBound, y: y)
            for index in warm.lowerBound * 4..<warm.upperBound * 4 { pixels[index] = 0 }
        }
    }

    private func isWarm(_ row: Int) -> Bool { cells[row * columnCount..<(row + 1) * columnCount].contains { $0 > 0 } }

    /// The cell whose middle comes before a pixel's, and how far behind that it is, in halves of a pixel: 0…2·side.
    private func position(_ offset: Int, count: Int) -> (cell: Int, distance: Int) {
        let halves = 2 * offset + 1 - side
        guard halves > 0 else { return (0, 0) }
        let cell = min(halves / (2 * side), count - 1)
        return (cell, cell == count - 1 ? 0 : halves - cell * 2 * side)
    }

    /// 2·side times what lies between.
    private func mix(_ first: Int, _ second: Int, _ distance: Int) -> Int {
        first * (2 * side - distance) + second * distance
    }

    package func describe(to description: inout SceneDescription) {
        description.append(columnCount)
        description.append(side)
        description.append(opacity)
        description.append(cells.map { UInt32($0) })
    }
}
