/// For four samples the sums of the pixels that each spans, at most 16: a channel in each 16-bit half of a lane.
struct PixelSums {
    /// Red in the lower half, blue in the upper.
    private var even: SIMD4<UInt32>
    /// Green in the lower half, alpha in the upper.
    private var odd: SIMD4<UInt32>

    static let none = PixelSums(even: .zero, odd: .zero)

    private init(even: SIMD4<UInt32>, odd: SIMD4<UInt32>) {
        self.even = even
        self.odd = odd
    }

    /// The sums of `pixelCount` pixels of one color for each sample.
    init(of color: PremultipliedRGBA8, pixelCount: Int) {
        let count = UInt32(truncatingIfNeeded: pixelCount)
        even = SIMD4(repeating: (UInt32(color.red) | UInt32(color.blue) << 16) &* count)
        odd = SIMD4(repeating: (UInt32(color.green) | UInt32(color.alpha) << 16) &* count)
    }

    /// The sums for the samples of `quad` of a block, each of which spans `horizontal` × `vertical` of its area's pixels.
    @inline(always)
    init(_ pixels: Span<UInt8>, quad: Int, horizontal: Int, vertical: Int) {
        let top = (quad &>> 1) &* vertical
        let left = (quad & 1) &* horizontal
        @inline(always)
        func column(_ column: Int) -> PixelSums {
            var offset = (top &* horizontal &* 2 &+ left &+ column) &* 16
            var sums = PixelSums(pixels, at: offset)
            for _ in 1..<vertical {
                offset &+= horizontal &* 32
                sums.add(PixelSums(pixels, at: offset))
            }
            return sums
        }
        switch horizontal {
        case 1: self = column(0)
        case 2: self = PixelSums(joining: column(0), column(1))
        default:
            self = PixelSums(
                joining: PixelSums(joining: column(0), column(1)),
                PixelSums(joining: column(2), column(3))
            )
        }
    }

    /// Four pixels, which begin at `offset`.
    @inline(always)
    private init(_ pixels: Span<UInt8>, at offset: Int) {
        let words = pixels.load(SIMD4<UInt32>.self, at: offset)
        even = words & SIMD4(repeating: 0x00FF_00FF)
        odd = (words &>> 8) & SIMD4(repeating: 0x00FF_00FF)
    }

    @inline(always)
    private mutating func add(_ other: PixelSums) {
        even &+= other.even
        odd &+= other.odd
    }

    /// The sums of neighbours, those of `first` before those of `second`.
    @inline(always)
    private init(joining first: PixelSums, _ second: PixelSums) {
        even = first.even.pairSums(then: second.even)
        odd = first.odd.pairSums(then: second.odd)
    }

    @inline(always)
    var red: SIMD4<Float> { (even & SIMD4(repeating: 0xFFFF)).floats }
    @inline(always)
    var green: SIMD4<Float> { (odd & SIMD4(repeating: 0xFFFF)).floats }
    @inline(always)
    var blue: SIMD4<Float> { (even &>> 16).floats }
    @inline(always)
    var alpha: SIMD4<Float> { alphaSum.floats }
    @inline(always)
    var alphaSum: SIMD4<UInt32> { odd &>> 16 }
}

extension SIMD4<UInt32> {
    @inline(always)
    fileprivate func pairSums(then other: Self) -> Self {
        Self(self[0], self[2], other[0], other[2]) &+ Self(self[1], self[3], other[1], other[3])
    }
}

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
