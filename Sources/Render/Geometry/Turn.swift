/// A turn about a point, clockwise on screen.
///
/// The C library's sine and cosine differ in their last bit between processors, and with them the names of overlays; these
/// are sums and products alone, which are the same everywhere.
package struct Turn: Hashable, Sendable {
    package let sine: Double
    package let cosine: Double

    /// `degrees` is any finite number.
    package init(degrees: Double) {
        // Exact, whatever the number: what is left is between -45 and 45 degrees, and a number of quarter turns.
        let turn = degrees.truncatingRemainder(dividingBy: 360)
        let quarters = (turn / 90).rounded()
        let radians = (turn - quarters * 90) * (.pi / 180)
        let (sine, cosine) = (Self.sine(radians), Self.cosine(radians))
        switch Int(clamping: quarters) & 3 {
        case 0: (self.sine, self.cosine) = (sine, cosine)
        case 1: (self.sine, self.cosine) = (cosine, -sine)
        case 2: (self.sine, self.cosine) = (-sine, -cosine)
        default: (self.sine, self.cosine) = (-cosine, sine)
        }
    }

    /// `vector` turned.
    package func callAsFunction(_ vector: PixelPoint) -> PixelPoint {
        PixelPoint(x: vector.x * cosine - vector.y * sine, y: vector.x * sine + vector.y * cosine)
    }

    /// Taylor's series as far as a `Double` can tell up to π/4: x − x³/3! + x⁵/5! − …
    private static func sine(_ x: Double) -> Double {
        x * series(x * x, [6, 20, 42, 72, 110, 156, 210, 272])
    }

    /// 1 − x²/2! + x⁴/4! − …
    private static func cosine(_ x: Double) -> Double {
        series(x * x, [2, 12, 30, 56, 90, 132, 182, 240])
    }

    /// 1 − s/d₁ · (1 − s/d₂ · (1 − …)), the last first.
    private static func series(_ square: Double, _ divisors: InlineArray<8, Double>) -> Double {
        var sum = 1.0
        for index in divisors.indices.reversed() { sum = 1 - square / divisors[index] * sum }
        return sum
    }
}
