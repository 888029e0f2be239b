import Render

extension Bitmap {
    /// A picture of the colors that `color` gives for each column and row; transparent black for `nil`.
    init(width: Int, height: Int, color: (Int, Int) -> StraightRGBA8?) {
        guard let size = PixelSize(width: width, height: height) else {
            preconditionFailure("no picture is \(width)×\(height) pixels")
        }
        var isOpaque = true
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.pixelCount * 4)
        for y in 0..<height {
            for x in 0..<width {
                let color = color(x, y) ?? StraightRGBA8(red: 0, green: 0, blue: 0, alpha: 0)
                bytes += [color.red, color.green, color.blue, color.alpha]
                isOpaque = isOpaque && color.alpha == 255
            }
        }
        guard let bitmap = Bitmap(size: size, isOpaque: isOpaque, bytes: bytes) else {
            preconditionFailure("\(bytes.count) bytes are no picture of \(width)×\(height) pixels")
        }
        self = bitmap
    }

    /// The part of the picture that begins at column `x` and row `y`; transparent beyond the picture's sides.
    func cropped(x: Int, y: Int, width: Int, height: Int) -> Bitmap {
        Bitmap(width: width, height: height) { pixel(x + $0, y + $1) }
    }
}
