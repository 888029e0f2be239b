/// Blends runs of RGBA pixels. `ScalarKernel` is the specification; every other kernel gives the same bytes.
///
/// Sources are premultiplied. Rows hold 4 bytes a pixel: red, green, blue, alpha. A row onto which is blended is either
/// premultiplied (a canvas) or opaque (a frame), for both of which source-over is
/// `dst' = src + dst · (1 − srcA)` with every product divided by 255 and rounded to nearest.
package protocol BlendKernel {
    /// Source-over of one color, with one coverage byte a pixel: `src = color · coverage`.
    ///
    /// The first pixel is at `offset` bytes in `row`.
    static func blend(
        _ color: PremultipliedRGBA8,
        coverage: Span<UInt8>,
        onto row: inout MutableSpan<UInt8>,
        at offset: Int
    )

    /// Source-over of one color on `count` pixels.
    static func blend(_ color: PremultipliedRGBA8, count: Int, onto row: inout MutableSpan<UInt8>, at offset: Int)

    /// Source-over of all the premultiplied pixels of `source`.
    static func blend(_ source: Span<UInt8>, onto row: inout MutableSpan<UInt8>, at offset: Int)
}

/// The kernel that drawing uses: eight pixels at a time, which the compiler splits where registers are narrower.
package typealias ActiveKernel = VectorKernel32
