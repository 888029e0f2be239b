import Detections
import Render

/// The outlines of a mask as it lies on a frame, along the edges of its pixels and simplified: outer ones clockwise on the screen, holes the other way, so that the
/// non-zero rule fills what is inside.
///
/// Made of the mask's runs, not of its pixels. Pixels that touch at a corner alone belong to two outlines.
struct MaskOutlines {
    /// In frame pixels.
    let outlines: [[PixelPoint]]

    /// `nil` for an empty mask, and for one of more runs than are traced.
    init?(_ mask: RunLengthMask, on frame: PixelSize) {
        guard mask.hasPixels, mask.runs.count <= Self.runLimit else { return nil }
        let scale = (x: Double(frame.width) / Double(mask.width), y: Double(frame.height) / Double(mask.height))
        outlines = PixelEdges(of: mask).loops.map { loop in
            OutlineReduction.reduced(loop.map { PixelPoint(x: Double($0.x) * scale.x, y: Double($0.y) * scale.y) })
        }
    }

    /// A person on a 4K frame has some thousands; what has more than this is noise.
    static let runLimit = 100_000
}

/// The edges between pixels inside a mask and outside of it, each with the inside to its right.
private struct PixelEdges {
    /// Between pixels: 0…width, 0…height.
    typealias Corner = SIMD2<Int32>

    private struct Edge {
        let start: Corner
        let end: Corner

        init(_ x: Int, _ y: Int, _ endX: Int, _ endY: Int) {
            (start, end) = (Corner(Int32(x), Int32(y)), Corner(Int32(endX), Int32(endY)))
        }

        /// In the order in which edges are found again.
        var key: Int64 { Self.key(of: start) }

        static func key(of corner: Corner) -> Int64 { Int64(corner.x) << 32 | Int64(corner.y) }
    }

    /// In order of their starts; at most two have the same.
    private let edges: [Edge]

    init(of mask: RunLengthMask) {
        var edges: [Edge] = []
        var before: [Range<Int>] = []
        for (x, column) in (mask.insideColumns + [[]]).enumerated() {
            for rows in column {
                edges.append(Edge(x, rows.lowerBound, x + 1, rows.lowerBound))
                edges.append(Edge(x + 1, rows.upperBound, x, rows.upperBound))
            }
            Self.addUpright(x, left: before, right: column, to: &edges)
            before = column
        }
        self.edges = edges.sorted { $0.key < $1.key }
    }

    /// Where just one of two columns is inside.
    private static func addUpright(
        _ x: Int,
        left: [Range<Int>],
        right: [Range<Int>],
        to edges: inout [Edge]
    ) {
        let changes = Set((left + right).flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
        var (leftRows, rightRows) = (left[...], right[...])
        for (top, bottom) in zip(changes, changes.dropFirst()) {
            while let rows = leftRows.first, rows.upperBound <= top { leftRows.removeFirst() }
            while let rows = rightRows.first, rows.upperBound <= top { rightRows.removeFirst() }
            switch (leftRows.first?.contains(top) ?? false, rightRows.first?.contains(top) ?? false) {
            case (true, false): edges.append(Edge(x, top, x, bottom))
            case (false, true): edges.append(Edge(x, bottom, x, top))
            default: break
            }
        }
    }

    /// Closed outlines, each without its first corner again and without corners on straight lines.
    var loops: [[Corner]] {
        var isUsed = [Bool](repeating: false, count: edges.count)
        var loops: [[Corner]] = []
        for first in edges.indices where !isUsed[first] {
            var loop: [Corner] = []
            var index = first
            repeat {
                isUsed[index] = true
                loop.append(edges[index].start)
                index = follower(of: edges[index], isUsed)
            } while index != first && !isUsed[index]
            loops.append(Self.withoutStraightCorners(loop))
        }
        return loops
    }

    /// The edge that begins where `edge` ends; of two the one to the right, which stays at the same pixel.
    private func follower(of edge: Edge, _ isUsed: [Bool]) -> Int {
        let index = firstIndex(from: edge.end)
        let next = index + 1
        guard next < edges.count, edges[next].start == edge.end else { return index }
        guard !isUsed[index] else { return next }
        let (way, other) = (edge.end &- edge.start, edges[index].end &- edges[index].start)
        let isRight = way.x.signum() * other.y.signum() - way.y.signum() * other.x.signum() > 0
        return isRight || isUsed[next] ? index : next
    }

    private func firstIndex(from corner: Corner) -> Int {
        let key = Edge.key(of: corner)
        var (low, high) = (0, edges.count - 1)
        while low < high {
            let middle = low + (high - low) / 2
            if edges[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func withoutStraightCorners(_ loop: [Corner]) -> [Corner] {
        loop.indices.filter { index in
            let (before, after) = (loop[index == 0 ? loop.count - 1 : index - 1], loop[(index + 1) % loop.count])
            return !(before.x == loop[index].x && loop[index].x == after.x)
                && !(before.y == loop[index].y && loop[index].y == after.y)
        }.map { loop[$0] }
    }
}

extension RunLengthMask {
    /// For each column the rows that are inside, from top to bottom.
    fileprivate var insideColumns: [[Range<Int>]] {
        var columns = [[Range<Int>]](repeating: [], count: width)
        var position = 0
        for (index, run) in runs.enumerated() {
            let end = position + Int(run)
            defer { position = end }
            guard !index.isMultiple(of: 2) else { continue }
            var start = position
            while start < end {
                let (column, row) = start.quotientAndRemainder(dividingBy: height)
                let count = min(end - start, height - row)
                // Runs of no length between them are no border.
                if let last = columns[column].last, last.upperBound == row {
                    columns[column][columns[column].count - 1] = last.lowerBound..<row + count
                } else {
                    columns[column].append(row..<row + count)
                }
                start += count
            }
        }
        return columns
    }
}

/// Closed outlines with fewer points.
enum OutlineReduction {
    /// How far what is left out may lie from what stays, in frame pixels: no corner of a stair whose steps are a pixel high lies farther from a straight line.
    static let tolerance = 1.0
    /// So many points in a row are left out at most, which bounds the time.
    private static let longest = 64

    /// From the first point on, each time the farthest that a straight line reaches. Outlines of which less than three points would stay are left as they are.
    static func reduced(_ outline: [PixelPoint]) -> [PixelPoint] {
        let closed = outline + outline.prefix(1)
        var kept = Array(outline.prefix(1))
        var start = 0
        while start < closed.count - 1 {
            var end = start + 1
            while end + 1 < closed.count, end + 1 - start <= longest, isNear(closed[start...end + 1]) { end += 1 }
            if end < closed.count - 1 { kept.append(closed[end]) }
            start = end
        }
        return kept.count < 3 ? outline : kept
    }

    /// Whether all of `points` lie near the line from the first to the last.
    private static func isNear(_ points: ArraySlice<PixelPoint>) -> Bool {
        guard let first = points.first, let last = points.last else { return true }
        let way = last - first
        let square = way.x * way.x + way.y * way.y
        return points.dropFirst().dropLast().allSatisfy { point in
            let offset = point - first
            let part = square > 0 ? min(max((offset.x * way.x + offset.y * way.y) / square, 0), 1) : 0
            let (x, y) = (offset.x - way.x * part, offset.y - way.y * part)
            return x * x + y * y <= tolerance * tolerance
        }
    }
}
