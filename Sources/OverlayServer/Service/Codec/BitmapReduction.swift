package import Render

extension Bitmap {
    /// The picture at `width` pixels, at most its own, and a height in proportion, at least 1: each pixel is the mean of
    /// those that it covers, in sRGB as stored. Alpha is left out of account but for being reduced itself.
    package func reduced(toWidth width: Int) -> Bitmap {
        let width = max(min(width, size.width), 1)
        let height = max((size.height * width + size.width / 2) / size.width, 1)
        guard width < size.width, let target = PixelSize(width: width, height: height) else { return self }
        let columns = (0..<width).map { Share(of: $0, in: width, from: size.width) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(target.pixelCount * 4)
        for y in 0..<height {
            let sums = sums(of: Share(of: y, in: height, from: size.height), columns)
            bytes += sums.map { UInt8(truncatingIfNeeded: ($0 + 1 << 31) >> 32) }
        }
        return Bitmap(size: target, isOpaque: isOpaque, bytes: bytes) ?? self
    }

    /// One row of the target: four sums a pixel, in 1/2³² of a level.
    private func sums(of rows: Share, _ columns: [Share]) -> [UInt64] {
        var sums = [UInt64](repeating: 0, count: columns.count * 4)
        for (row, rowWeight) in rows.parts {
            for (x, share) in columns.enumerated() {
                for (column, weight) in share.parts {
                    let start = row * bytesPerRow + column * 4
                    let weight = rowWeight * weight
                    for channel in 0..<4 { sums[x * 4 + channel] += weight * UInt64(bytes[start + channel]) }
                }
            }
        }
        return sums
    }
}

/// The source pixels along one axis that a pixel of the target covers.
private struct Share {
    /// With weights of 1/65536 that add up to one.
    let parts: [(index: Int, weight: UInt64)]

    init(of target: Int, in targetCount: Int, from sourceCount: Int) {
        let (start, end) = (target * sourceCount, (target + 1) * sourceCount)
        var parts: [(index: Int, weight: UInt64)] = []
        var rest: UInt64 = 1 << 16
        for index in start / targetCount...(end - 1) / targetCount {
            let covered = min(end, (index + 1) * targetCount) - max(start, index * targetCount)
            let weight = UInt64(covered << 16 / sourceCount)
            parts.append((index, weight))
            rest -= weight
        }
        // What rounding left.
        parts[parts.count / 2].weight += rest
        self.parts = parts
    }
}
