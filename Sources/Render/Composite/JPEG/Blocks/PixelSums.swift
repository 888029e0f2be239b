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

    /// The sums for the samples of a quad, each of which spans `horizontal` × `vertical` pixels; `pixels` gives four of them by
    /// their column of quarters and their row.
    @inline(always)
    init(horizontal: Int, vertical: Int, _ pixels: (_ column: Int, _ row: Int) -> SIMD4<UInt32>) {
        @inline(always)
        func column(_ column: Int) -> PixelSums {
            var sums = PixelSums(pixels(column, 0))
            for row in 1..<vertical { sums.add(PixelSums(pixels(column, row))) }
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

    @inline(always)
    private init(_ words: SIMD4<UInt32>) {
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
    /// Whether nothing is drawn on any of their pixels: premultiplied colors are 0 then, too.
    @inline(always)
    var isTransparent: Bool { (even | odd).isZero }
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

    enum Opacity: Int, Comparable {
        case transparent, partial, opaque
        /// One opaque color all over.
        case opaqueColor

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// Takes the sums of `pixelCount` pixels of one color for each sample.
    mutating func load(_ color: PremultipliedRGBA8, pixelCount: Int) {
        let sums = PixelSums(of: color, pixelCount: pixelCount)
        for quad in quads.indices { quads[quad] = sums }
        opacity = color.isOpaque ? .opaqueColor : color.alpha == 0 ? .transparent : .partial
    }

    /// Takes the sums of `pixels`.
    mutating func load(_ pixels: BlockPixels) {
        let scale = pixels.scale
        let bytesPerRow = scale.blockWidth &* 4
        pixels.withPixels { pixels in
            load(scale, isDrawn: { _ in true }) { column, row in
                pixels.load(SIMD4<UInt32>.self, at: row &* bytesPerRow &+ column &* 16)
            }
        }
    }

    /// Takes the sums of an area of a tile whose first pixel is at column `left` of its quarters and in row `top`.
    mutating func load(_ tile: Span<UInt8>, drawn: RowQuarters, left: Int, top: Int, _ scale: SampleScale) {
        let columns = scale.horizontal
        let isDrawn = { (half: Int) -> Bool in
            let first = left &+ half &* columns
            return drawn.hasAny(columns: first..<first &+ columns, ys: top..<top &+ scale.blockHeight)
        }
        load(scale, isDrawn: isDrawn) { column, row in
            let quarter = RowQuarter(column: left &+ column, row: top &+ row)
            return tile.load(SIMD4<UInt32>.self, at: quarter.firstByte) & SIMD4(repeating: drawn.mask(quarter))
        }
    }

    /// The usual scales have loops of their own.
    @inline(always)
    private mutating func load(
        _ scale: SampleScale,
        isDrawn: (_ half: Int) -> Bool,
        _ pixels: (_ column: Int, _ row: Int) -> SIMD4<UInt32>
    ) {
        switch (scale.horizontal, scale.vertical) {
        case (1, 1): load(horizontal: 1, vertical: 1, isDrawn, pixels)
        case (2, 1): load(horizontal: 2, vertical: 1, isDrawn, pixels)
        case (2, 2): load(horizontal: 2, vertical: 2, isDrawn, pixels)
        case let (horizontal, vertical): load(horizontal: horizontal, vertical: vertical, isDrawn, pixels)
        }
    }

    @inline(always)
    private mutating func load(
        horizontal: Int,
        vertical: Int,
        _ isDrawn: (_ half: Int) -> Bool,
        _ pixels: (_ column: Int, _ row: Int) -> SIMD4<UInt32>
    ) {
        var (all, missing) = (SIMD4<UInt32>.zero, SIMD4<UInt32>.zero)
        let full = SIMD4(repeating: UInt32(truncatingIfNeeded: 255 &* horizontal &* vertical))
        var quads = quads.mutableSpan
        for half in 0..<2 {
            guard isDrawn(half) else {
                for y in 0..<8 { quads[y &* 2 &+ half] = .none }
                missing = full
                continue
            }
            for y in 0..<8 {
                let sums = PixelSums(horizontal: horizontal, vertical: vertical) {
                    pixels(half &* horizontal &+ $0, y &* vertical &+ $1)
                }
                quads[y &* 2 &+ half] = sums
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
