import Render

/// A tapered capsule in frame pixels: two discs and all that lies between them; a disc where the ends meet.
struct DemoShape: Sendable {
    enum Finish: Sendable {
        /// Rounded by the light from above.
        case shaded
        /// One color all over, at this opacity (0…1).
        case flat(opacity: Float)
    }

    let start: PixelPoint
    let end: PixelPoint
    let startRadius: Double
    let endRadius: Double
    /// RGB in 0…1.
    let color: SIMD4<Float>
    let finish: Finish

    /// The rectangle that the shape fills.
    var bounds: PixelRect {
        PixelRect(
            minX: min(start.x - startRadius, end.x - endRadius),
            minY: min(start.y - startRadius, end.y - endRadius),
            maxX: max(start.x + startRadius, end.x + endRadius),
            maxY: max(start.y + startRadius, end.y + endRadius)
        )
    }
}
