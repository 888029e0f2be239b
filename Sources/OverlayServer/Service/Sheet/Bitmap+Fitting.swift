import Render

extension Bitmap {
    /// The picture's part in `place`, which lies in it.
    func part(_ place: PixelBlock) -> Bitmap {
        guard let size = PixelSize(width: place.width, height: place.height) else { return self }
        var part: [UInt8] = []
        part.reserveCapacity(size.pixelCount * 4)
        for y in place.y..<place.y + place.height {
            let start = y * bytesPerRow + place.x * 4
            part += bytes[start..<start + place.width * 4]
        }
        return Bitmap(size: size, isOpaque: isOpaque, bytes: part) ?? self
    }

    /// The picture as large as it can be within `room`: reduced, or enlarged.
    func fitted(into room: PixelSize) -> Bitmap {
        let width = min(room.width, max((room.height * size.width + size.height / 2) / size.height, 1))
        return width <= size.width ? reduced(toWidth: width) : enlarged(toWidth: width)
    }

    /// Bilinear, with the outermost pixels repeated beyond the edges.
    private func enlarged(toWidth width: Int) -> Bitmap {
        let height = max((size.height * width + size.width / 2) / size.width, 1)
        guard let target = PixelSize(width: width, height: height) else { return self }
        let columns = (0..<width).map { Neighbors(of: $0, in: width, from: size.width) }
        var enlarged: [UInt8] = []
        enlarged.reserveCapacity(target.pixelCount * 4)
        for y in 0..<height {
            let rows = Neighbors(of: y, in: height, from: size.height)
            let (upper, lower) = (rows.first * bytesPerRow, rows.second * bytesPerRow)
            for column in columns {
                for channel in 0..<4 {
                    let (left, right) = (column.first * 4 + channel, column.second * 4 + channel)
                    let top = column.mixed(bytes[upper + left], bytes[upper + right])
                    let bottom = column.mixed(bytes[lower + left], bytes[lower + right])
                    let value = top * (Neighbors.whole - rows.share) + bottom * rows.share
                    enlarged.append(UInt8(truncatingIfNeeded: (value + 1 << 15) >> 16))
                }
            }
        }
        return Bitmap(size: target, isOpaque: isOpaque, bytes: enlarged) ?? self
    }
}

/// The two source pixels along one axis whose middles lie around that of a pixel of the target.
private struct Neighbors {
    let first: Int
    let second: Int
    /// Of the second, in 1/256.
    let share: Int

    static let whole = 256

    init(of target: Int, in targetCount: Int, from sourceCount: Int) {
        // In 1/256 of a source pixel, from the middle of the first.
        let place = max(((2 * target + 1) * sourceCount * Self.whole / targetCount - Self.whole) / 2, 0)
        first = min(place / Self.whole, sourceCount - 1)
        second = min(first + 1, sourceCount - 1)
        share = place % Self.whole
    }

    func mixed(_ one: UInt8, _ other: UInt8) -> Int { Int(one) * (Self.whole - share) + Int(other) * share }
}
