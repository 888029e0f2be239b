import Render

extension Bitmap {
    /// The picture as viewers turn it whose EXIF has `orientation` (EXIF 2.32, 4.6.4: 1…8); itself for 1 and all other numbers.
    func oriented(_ orientation: Int) -> Bitmap {
        let (width, height) = (size.width, size.height)
        let (right, bottom) = (width - 1, (height - 1) * width)
        // The pixel that becomes the first one, and how far it is to those that become the next of its row and of its column.
        let steps: (first: Int, column: Int, row: Int)? =
            switch orientation {
            case 2: (right, -1, width)
            case 3: (bottom + right, -1, -width)
            case 4: (bottom, 1, -width)
            case 5: (0, width, 1)
            case 6: (bottom, -width, 1)
            case 7: (bottom + right, -width, -1)
            case 8: (right, width, -1)
            default: nil
            }
        let isTurned = orientation >= 5
        guard let steps,
            let turned = PixelSize(width: isTurned ? height : width, height: isTurned ? width : height)
        else { return self }
        var oriented = [UInt8](repeating: 0, count: bytes.count)
        var (target, row) = (0, steps.first)
        for _ in 0..<turned.height {
            var source = row
            for _ in 0..<turned.width {
                for channel in 0..<4 { oriented[target + channel] = bytes[source * 4 + channel] }
                target += 4
                source += steps.column
            }
            row += steps.row
        }
        return Bitmap(size: turned, isOpaque: isOpaque, bytes: oriented) ?? self
    }
}
