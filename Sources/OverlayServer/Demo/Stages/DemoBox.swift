import Render

/// A box in hundredths of a pixel, the precision in which the demo's stages write; always inside the frame.
struct DemoBox: Hashable, Sendable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    /// The part of `rect` that lies in a frame of `size`; `nil` where that is less than a pixel across.
    init?(_ rect: PixelRect, in size: PixelSize) {
        func hundredths(_ value: Double, limit: Int) -> Int {
            Int((min(max(value, 0), Double(limit)) * 100).rounded())
        }
        x = hundredths(rect.minX, limit: size.width)
        y = hundredths(rect.minY, limit: size.height)
        width = hundredths(rect.maxX, limit: size.width) - x
        height = hundredths(rect.maxY, limit: size.height) - y
        guard width >= 100, height >= 100 else { return nil }
    }

    /// In frame pixels.
    var rect: PixelRect {
        PixelRect(x: Double(x) / 100, y: Double(y) / 100, width: Double(width) / 100, height: Double(height) / 100)
    }
}
