import Render

/// Makes pictures of any size into pictures of one.
struct ClipCanvas: Sendable {
    let size: PixelSize
    /// Of all, so that each is coded alike; what an opaque one has of transparency is left out of account, as in a JPEG.
    let isOpaque: Bool

    /// For pictures of `size`, made as wide as `width`, as far as the container goes. A film has whole 2×2 blocks of color.
    init(of size: PixelSize, in container: ClipContainer, width: Int?, isOpaque: Bool) {
        let (width, height) = Self.place(
            of: size,
            width: width ?? container.standardWidth,
            height: container.longestSide
        )
        let step = container == .mp4 ? 2 : 1
        let whole = { (side: Int) in (side + step - 1) / step * step }
        self.size = PixelSize(width: whole(width), height: whole(height)) ?? size
        self.isOpaque = isOpaque
    }

    /// `picture`, reduced where it is larger, in the middle of the canvas. One of another shape has bars beside it: black, or
    /// transparent.
    func fitted(_ picture: Bitmap) -> Bitmap {
        let picture = picture.reduced(
            toWidth: Self.place(of: picture.size, width: size.width, height: size.height).width
        )
        guard picture.size != size || picture.isOpaque != isOpaque else { return picture }
        // A picture of one column cannot be reduced any more, however high it is.
        let height = min(picture.size.height, size.height)
        let (left, top) = ((size.width - picture.size.width) / 2, (size.height - height) / 2)
        let bar: [UInt8] = isOpaque ? [0, 0, 0, 255] : [0, 0, 0, 0]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.pixelCount * 4)
        func addBar(_ count: Int) { for _ in 0..<count { bytes += bar } }
        addBar(top * size.width)
        for y in 0..<height {
            addBar(left)
            bytes += picture.bytes[y * picture.bytesPerRow..<(y + 1) * picture.bytesPerRow]
            addBar(size.width - left - picture.size.width)
        }
        addBar((size.height - top - height) * size.width)
        return Bitmap(size: size, isOpaque: isOpaque, bytes: bytes) ?? picture
    }

    /// How large a picture of `size` is in `width` times `height` pixels, in whole pixels.
    private static func place(of size: PixelSize, width: Int, height: Int) -> (width: Int, height: Int) {
        // As `Bitmap.reduced(toWidth:)` has it.
        let proportional = { (width: Int) in max((size.height * width + size.width / 2) / size.width, 1) }
        let widest = min(width, size.width)
        guard proportional(widest) > height else { return (widest, proportional(widest)) }
        let narrower = max(size.width * height / size.height, 1)
        return (narrower, min(proportional(narrower), height))
    }
}
