/// Boxes, upright or turned: their outlines, or another mark at their place.
package struct BoxLayer: Layer {
    package static let name = "boxes"

    package enum Shape: String, CaseIterable, Sendable {
        case plain
        case rounded
        /// The four corners alone.
        case corners
        case dashed
        /// Lightly filled within the outline.
        case filled
        /// Around the box.
        case circle
        /// At the feet, open behind.
        case ellipse
        /// Above the box, pointing at it.
        case triangle
        /// In the middle.
        case dot
    }

    package struct Box: Sendable {
        /// From the top left, clockwise as the box stands before it is turned.
        package let corners: [PixelPoint]
        /// The box itself, where it stands upright.
        package let upright: PixelRect?
        package let color: StraightRGBA8
        /// Whether it is told apart from the others: not found on this frame, or not kept.
        package let isDashed: Bool
        /// Whether white dashes on its line tell it from others of its color.
        package let hasSecondMark: Bool

        package init(rect: PixelRect, color: StraightRGBA8, isDashed: Bool = false, hasSecondMark: Bool = false) {
            (upright, self.color, self.isDashed, self.hasSecondMark) = (rect, color, isDashed, hasSecondMark)
            corners = rect.corners
        }

        /// `corners`: four, as the property has them.
        package init(
            corners: [PixelPoint],
            color: StraightRGBA8,
            isDashed: Bool = false,
            hasSecondMark: Bool = false
        ) {
            (self.corners, upright, self.color, self.isDashed) = (corners, nil, color, isDashed)
            self.hasSecondMark = hasSecondMark
        }

        /// The smallest upright rectangle around it.
        package var bounds: PixelRect { upright ?? PixelRect(around: corners) ?? .zero }
    }

    private let boxes: [Box]
    private let shape: Shape
    /// In pixels.
    private let thickness: Double
    /// Of the filling, 0…1.
    private let opacity: Double

    package init(boxes: [Box], shape: Shape, thickness: Double, opacity: Double = 0.4) {
        (self.boxes, self.shape, self.thickness, self.opacity) = (boxes, shape, thickness, opacity)
    }

    package var count: Int { boxes.count }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for box in boxes { draw(box, on: &canvas) }
    }

    private func draw(_ box: Box, on canvas: inout Canvas) {
        let isDashed = box.isDashed || shape == .dashed
        let stroke = Stroke(width: thickness, dashes: isDashed ? [thickness * 3, thickness * 2] : [])
        defer { if box.hasSecondMark { drawSecondMark(box, on: &canvas) } }
        switch shape {
        case .filled where !box.isDashed:
            if let rect = box.upright {
                canvas.fill(rect, with: box.color.withOpacity(opacity))
            } else {
                canvas.fill(Path(points: box.corners, isClosed: true), with: box.color.withOpacity(opacity))
            }
            outline(box, stroke, on: &canvas)
        case .plain, .dashed, .filled: outline(box, stroke, on: &canvas)
        case .rounded: canvas.stroke(box.rounded, stroke, with: box.color)
        case .corners: canvas.stroke(box.cornerMarks, stroke, with: box.color)
        case .circle: canvas.stroke(box.circle, stroke, with: box.color)
        case .ellipse: canvas.stroke(box.ellipse, stroke, with: box.color)
        case .triangle: mark(box.triangle(side: thickness * Self.markSize), box, stroke, on: &canvas)
        case .dot where box.isDashed: mark(box.dot(radius: thickness * Self.markSize / 3), box, stroke, on: &canvas)
        case .dot:
            let radius = thickness * Self.markSize / 3
            canvas.fill(box.dot(radius: radius + 1), with: Self.edge)
            canvas.fill(box.dot(radius: radius), with: box.color)
        }
    }

    /// White dashes on the line of a box, or something white in its mark.
    private func drawSecondMark(_ box: Box, on canvas: inout Canvas) {
        let ticks = Stroke(width: thickness, dashes: [thickness * 2, thickness * 5])
        switch shape {
        case .plain, .dashed, .filled: canvas.stroke(Path(points: box.corners, isClosed: true), ticks, with: .white)
        case .rounded: canvas.stroke(box.rounded, ticks, with: .white)
        case .corners: canvas.stroke(box.cornerMarks, ticks, with: .white)
        case .circle: canvas.stroke(box.circle, ticks, with: .white)
        case .ellipse: canvas.stroke(box.ellipse, ticks, with: .white)
        case .triangle: canvas.fill(box.triangle(side: thickness * Self.markSize * 0.5), with: .white)
        case .dot: canvas.fill(box.dot(radius: thickness * Self.markSize / 9), with: .white)
        }
    }

    private func outline(_ box: Box, _ stroke: Stroke, on canvas: inout Canvas) {
        if let rect = box.upright, stroke.dashes.isEmpty {
            canvas.stroke(rect, width: thickness, with: box.color)
        } else {
            canvas.stroke(Path(points: box.corners, isClosed: true), stroke, with: box.color)
        }
    }

    /// Of a triangle's side, in thicknesses of a line.
    private static let markSize = 7.5
    /// What sets a mark off from any frame.
    private static let edge = StraightRGBA8.black.withOpacity(0.55)

    /// Filled; hollow where the box is dashed.
    private func mark(_ path: Path, _ box: Box, _ stroke: Stroke, on canvas: inout Canvas) {
        canvas.stroke(path, Stroke(width: box.isDashed ? thickness + 2 : 2), with: Self.edge)
        if box.isDashed {
            canvas.stroke(path, Stroke(width: thickness), with: box.color)
        } else {
            canvas.fill(path, with: box.color)
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(shape.rawValue)
        description.append(thickness)
        description.append(opacity)
        description.append(boxes.count)
        for box in boxes {
            description.append(box.corners)
            description.append(box.color)
            description.append((box.isDashed ? 1 : 0) + (box.upright == nil ? 2 : 0) + (box.hasSecondMark ? 4 : 0))
        }
    }
}

/// Its shapes.
extension BoxLayer.Box {
    /// A rounded box's radius, as a part of its shorter side.
    private static let roundness = 0.15
    /// A corner mark's arm, as a part of the side it lies on.
    private static let armLength = 0.25

    fileprivate var rounded: Path {
        if let upright {
            return Path(roundedRect: upright, radius: min(upright.width, upright.height) * Self.roundness)
        }
        var path = Path()
        let radius = min((corners[1] - corners[0]).length, (corners[2] - corners[1]).length) * Self.roundness
        for (index, corner) in corners.enumerated() {
            let arms = arms(at: index) { radius / max($0, .leastNormalMagnitude) }
            if index == 0 { path.move(to: arms.start) } else { path.line(to: arms.start) }
            path.quadratic(control: corner, to: arms.end)
        }
        path.close()
        return path
    }

    fileprivate var cornerMarks: Path {
        var path = Path()
        for (index, corner) in corners.enumerated() {
            let arms = arms(at: index) { _ in Self.armLength }
            path.append([arms.start, corner, arms.end], isClosed: false)
        }
        return path
    }

    /// Points on the two sides that meet at a corner; `part` is how far from it, as a part of a side of a length.
    private func arms(at index: Int, part: (Double) -> Double) -> (start: PixelPoint, end: PixelPoint) {
        let corner = corners[index]
        let (before, after) = (corners[(index + 3) % 4] - corner, corners[(index + 1) % 4] - corner)
        return (corner + before * part(before.length), corner + after * part(after.length))
    }

    /// Through all corners.
    fileprivate var circle: Path {
        let center = bounds.center
        let radius = (corners[0] - center).length
        return Path(ellipseIn: PixelRect(x: center.x, y: center.y, width: 0, height: 0).expanded(by: radius))
    }

    /// A little wider than the box, seen from above at a flat angle; a quarter of it, behind the feet, is left out.
    fileprivate var ellipse: Path {
        let (center, radius) = (bounds.center, bounds.width * 0.6)
        // Chords leave an arc by r · (1 − cos ½step), which is less than a twentieth of a pixel.
        let steps = min(max(Int(clamping: (radius.squareRoot() * 7.5).rounded(.up)), 8), 512)
        let points = (0...steps).map { step in
            let degrees = Double(step) / Double(steps) * 270 - 45
            let arm = Turn(degrees: degrees)(PixelPoint(x: radius, y: 0))
            return PixelPoint(x: center.x + arm.x, y: bounds.maxY + arm.y * 0.35)
        }
        return Path(points: points, isClosed: false)
    }

    fileprivate func triangle(side: Double) -> Path {
        let (middle, tip) = (bounds.center.x, bounds.minY)
        return Path(
            points: [
                PixelPoint(x: middle, y: tip), PixelPoint(x: middle - side / 2, y: tip - side * 0.8),
                PixelPoint(x: middle + side / 2, y: tip - side * 0.8),
            ],
            isClosed: true
        )
    }

    fileprivate func dot(radius: Double) -> Path {
        let center = bounds.center
        return Path(ellipseIn: PixelRect(x: center.x, y: center.y, width: 0, height: 0).expanded(by: radius))
    }
}
