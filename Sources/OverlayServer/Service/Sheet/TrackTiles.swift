import Detections
import Render
import Store

/// The frames of a track that a sheet shows, in order of time.
struct TrackTiles {
    struct Tile: Hashable {
        let number: Int
        /// On how many of the frames that the stage names, since the tile before, the track was away.
        let gap: Int
    }

    let tiles: [Tile]
    /// Frames that the track is on.
    let count: Int

    /// `frames`: those that the track is on; `named`: those that the stage names. Both ascend. Of more than `limit` as many are taken evenly, the first and the
    /// last among them.
    init(_ frames: [Int], among named: [Int], limit: Int) {
        count = frames.count
        let chosen = Self.evenly(limit, of: frames.count)
        let places = Dictionary(named.enumerated().map { ($1, $0) }) { first, _ in first }
        var (tiles, last) = ([Tile](), 0)
        for index in chosen {
            let gap = zip(frames[last..<index], frames[min(last + 1, index)...index]).reduce(0) { sum, pair in
                sum + max((places[pair.1] ?? 0) - (places[pair.0] ?? 0) - 1, 0)
            }
            tiles.append(Tile(number: frames[index], gap: gap))
            last = index
        }
        self.tiles = tiles
    }

    private static func evenly(_ limit: Int, of count: Int) -> [Int] {
        guard count > limit else { return Array(0..<count) }
        guard limit > 1 else { return [(count - 1) / 2] }
        return (0..<limit).map { ($0 * (count - 1) + (limit - 1) / 2) / (limit - 1) }
    }
}

/// The part of a frame that a tile shows of a detection.
struct TrackCrop {
    /// Around a box: its part of the longer side, and pixels beside that.
    private static let margin = (share: 0.2, pixels: 4.0)

    /// In frame pixels, with its margin.
    let wanted: PixelRect

    /// `nil` where the detection does not say where it is.
    init?(_ detection: Detection, on frame: PixelSize) {
        guard let bounds = Mark(detection: detection, color: .white).bounds(in: frame) else { return nil }
        let longer = max(bounds.width, bounds.height)
        wanted = bounds.expanded(by: longer * Self.margin.share + Self.margin.pixels)
    }

    /// Width to height.
    var shape: Double { wanted.width / max(wanted.height, 1) }

    /// What of `frame` is shown in a tile of `shape`: all that is wanted and beside it as much as makes it that shape, moved into the frame, and cut where the
    /// frame is smaller.
    func place(on frame: PixelSize, shape: Double) -> PixelBlock {
        let width = max(wanted.width, wanted.height * shape)
        let columns = Self.span(wanted.center.x, width, within: frame.width)
        let rows = Self.span(wanted.center.y, width / shape, within: frame.height)
        return PixelBlock(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    }

    private static func span(_ center: Double, _ length: Double, within limit: Int) -> Range<Int> {
        let length = min(max(Int(clamping: length.rounded()), 1), limit)
        let start = Int(clamping: (center - Double(length) / 2).rounded())
        let first = min(max(start, 0), limit - length)
        return first..<first + length
    }

    /// Of tiles that show such crops: that of the one in the middle, neither very wide nor very high.
    static func commonShape(_ shapes: [Double]) -> Double {
        let sorted = shapes.sorted()
        return min(max(sorted.isEmpty ? 1 : sorted[sorted.count / 2], 0.6), 1.6)
    }
}
