/// Outlines of axis-aligned boxes, the line centred on the box's sides.
package struct BoxLayer: Layer {
    package static let name = "boxes"

    package enum Shape: String, CaseIterable, Sendable {
        case plain
        case rounded
        case corners
    }

    package struct Box: Sendable {
        package let rect: PixelRect
        package let color: StraightRGBA8

        package init(rect: PixelRect, color: StraightRGBA8) {
            self.rect = rect
            self.color = color
        }
    }

    private let boxes: [Box]
    private let shape: Shape
    /// In pixels.
    private let thickness: Double
    /// As in `Stroke`; empty for solid lines.
    private let dashes: [Double]

    package init(boxes: [Box], shape: Shape, thickness: Double, dashes: [Double] = []) {
        self.boxes = boxes
        self.shape = shape
        self.thickness = thickness
        self.dashes = dashes
    }

    package var count: Int { boxes.count }

    package func draw(on canvas: inout Canvas, text: TextEngine) {
        for box in boxes { draw(box, on: &canvas) }
    }

    private func draw(_ box: Box, on canvas: inout Canvas) {
        let stroke = Stroke(width: thickness, dashes: dashes)
        switch shape {
        case .plain where dashes.isEmpty:
            canvas.stroke(box.rect, width: thickness, with: box.color)
        case .plain:
            canvas.stroke(Path(rect: box.rect), stroke, with: box.color)
        case .rounded:
            let radius = min(box.rect.width, box.rect.height) * Self.roundness
            canvas.stroke(Path(roundedRect: box.rect, radius: radius), stroke, with: box.color)
        case .corners:
            canvas.stroke(corners(of: box.rect), stroke, with: box.color)
        }
    }

    /// A rounded box's radius, as a part of its shorter side.
    private static let roundness = 0.15
    /// A corner mark's arm, as a part of the side it lies on.
    private static let armLength = 0.25

    private func corners(of rect: PixelRect) -> Path {
        let armX = rect.width * Self.armLength
        let armY = rect.height * Self.armLength
        var path = Path()
        for (x, towardX) in [(rect.minX, armX), (rect.maxX, -armX)] {
            for (y, towardY) in [(rect.minY, armY), (rect.maxY, -armY)] {
                path.move(to: PixelPoint(x: x + towardX, y: y))
                path.line(to: PixelPoint(x: x, y: y))
                path.line(to: PixelPoint(x: x, y: y + towardY))
            }
        }
        return path
    }

    package func describe(to description: inout SceneDescription) {
        description.append(shape.rawValue)
        description.append(thickness)
        description.append(dashes)
        description.append(boxes.count)
        for box in boxes {
            description.append(box.rect)
            description.append(box.color)
        }
    }
}
