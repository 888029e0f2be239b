/// The sums of a canvas's pixels for each sample of a block.
struct BlockSums {
    /// 16, in the order of `FloatBlock.quads`.
    private(set) var quads = [PixelSums](repeating: .none, count: 16)
    /// How opaque the pixels are, all together.
    private(set) var opacity = Opacity.transparent

    enum Opacity {
        case transparent, partial, opaque
        /// One opaque color all over.
        case opaqueColor
    }

    /// Takes the sums of `pixelCount` pixels of one color for each sample; the color is not transparent.
    mutating func load(_ color: PremultipliedRGBA8, pixelCount: Int) {
        let sums = PixelSums(of: color, pixelCount: pixelCount)
        for quad in quads.indices { quads[quad] = sums }
        opacity = color.isOpaque ? .opaqueColor : .partial
    }

    /// Takes the sums of `pixels`.
    mutating func load(_ pixels: BlockPixels) {
        switch (pixels.scale.horizontal, pixels.scale.vertical) {
        case (1, 1): load(pixels, horizontal: 1, vertical: 1)
        case (2, 1): load(pixels, horizontal: 2, vertical: 1)
        case (2, 2): load(pixels, horizontal: 2, vertical: 2)
        case let (horizontal, vertical): load(pixels, horizontal: horizontal, vertical: vertical)
        }
    }

    /// Inlined above, so that the usual scales have loops of their own.
    @inline(always)
    private mutating func load(_ pixels: BlockPixels, horizontal: Int, vertical: Int) {
        var (all, missing) = (SIMD4<UInt32>.zero, SIMD4<UInt32>.zero)
        let full = SIMD4(repeating: UInt32(truncatingIfNeeded: 255 &* horizontal &* vertical))
        var quads = quads.mutableSpan
        pixels.withPixels { pixels in
            for quad in quads.indices {
                let sums = PixelSums(pixels, quad: quad, horizontal: horizontal, vertical: vertical)
                quads[quad] = sums
                all |= sums.alphaSum
                missing |= sums.alphaSum ^ full
            }
        }
        opacity = all.isZero ? .transparent : missing.isZero ? .opaque : .partial
    }
}

extension SIMD4<UInt32> {
    @inline(always)
    fileprivate var isZero: Bool { self[0] | self[1] | self[2] | self[3] == 0 }
}
