import Render

/// Shapes that are painted together, in order: a figure, the ball, a side of the goal.
struct DemoSprite: Sendable {
    let shapes: [DemoShape]
    /// Meters along the optical axis; what is nearer hides what is further.
    let depth: Double

    /// The rectangle that the shapes fill, in frame pixels and not clipped to the frame; empty without shapes.
    var bounds: PixelRect {
        guard let first = shapes.first else { return PixelRect(x: 0, y: 0, width: 0, height: 0) }
        return shapes.dropFirst().reduce(first.bounds) { box, shape in
            let other = shape.bounds
            return PixelRect(
                minX: min(box.minX, other.minX),
                minY: min(box.minY, other.minY),
                maxX: max(box.maxX, other.maxX),
                maxY: max(box.maxY, other.maxY)
            )
        }
    }
}
