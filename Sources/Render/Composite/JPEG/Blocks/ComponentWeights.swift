/// How one component is made of red, green, blue and alpha that are sums of `pixelCount` bytes.
///
/// ITU-T T.871, 7: Y = 0.299 R + 0.587 G + 0.114 B, Cb = (B − Y) / 1.772, Cr = (R − Y) / 1.402, with offsets of 128 that
/// the level shift takes away from Cb and Cr, and leaves to Y as -128 times alpha.
struct ComponentWeights {
    private let red: Float
    private let green: Float
    private let blue: Float
    private let alpha: Float
    /// From the sum of alpha bytes to 0…1.
    private let opacityScale: Float

    init(_ kind: ComponentKind, pixelCount: Int) {
        let weights: (red: Double, green: Double, blue: Double, alpha: Double) =
            switch kind {
            case .luma: (0.299, 0.587, 0.114, -128.0 / 255)
            case .blueChroma: (-0.299 / 1.772, -0.587 / 1.772, 0.886 / 1.772, 0)
            case .redChroma: (0.701 / 1.402, -0.587 / 1.402, -0.114 / 1.402, 0)
            }
        let count = Double(pixelCount)
        red = Float(weights.red / count)
        green = Float(weights.green / count)
        blue = Float(weights.blue / count)
        alpha = Float(weights.alpha / count)
        opacityScale = Float(1 / (count * 255))
    }

    /// Premultiplied, level-shifted samples.
    @inline(always)
    func color(_ sums: PixelSums) -> SIMD4<Float> {
        sums.red * red + sums.green * green + sums.blue * blue + sums.alpha * alpha
    }

    /// Alpha as 0…1; exactly 1 where all pixels are opaque.
    @inline(always)
    func opacity(_ sums: PixelSums) -> SIMD4<Float> { sums.alpha * opacityScale }
}

/// What a component's samples say of the picture.
enum ComponentKind: Int, CaseIterable {
    case luma, blueChroma, redChroma
}
