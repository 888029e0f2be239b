/// Closed outlines: their corners in order, in frame pixels.
extension [PixelPoint] {
    /// Twice the area, in square pixels; positive for an outline that runs clockwise on the screen.
    package var doubleArea: Double {
        var sum = 0.0
        var last = last ?? PixelPoint(x: 0, y: 0)
        for point in self {
            sum += last.x * point.y - point.x * last.y
            last = point
        }
        return sum
    }

    /// The same outline, running clockwise on the screen.
    package var clockwise: [PixelPoint] { doubleArea < 0 ? reversed() : self }

    /// What it has in common with `other`, where the corners of both all point outwards, such as those of turned boxes; nothing where they are apart.
    ///
    /// It is cut off along each side of the other: I. Sutherland and G. Hodgman, "Reentrant polygon clipping", CACM 17 (1974).
    package func convexIntersection(_ other: [PixelPoint]) -> [PixelPoint] {
        let other = other.clockwise
        return other.indices.reduce(self) { outline, index in
            let (start, end) = (other[index], other[(index + 1) % other.count])
            let side = end - start
            /// Above 0 on the inner side.
            func depth(_ point: PixelPoint) -> Double {
                side.x * (point.y - start.y) - side.y * (point.x - start.x)
            }
            var inside: [PixelPoint] = []
            for (index, point) in outline.enumerated() {
                let next = outline[(index + 1) % outline.count]
                let (here, there) = (depth(point), depth(next))
                if here >= 0 { inside.append(point) }
                if (here > 0 && there < 0) || (here < 0 && there > 0) {
                    inside.append(point + (next - point) * (here / (here - there)))
                }
            }
            return inside
        }
    }

    /// The smallest outline without dents around these points: clockwise on the screen, from the leftmost point.
    ///
    /// A. Andrew, "Another efficient algorithm for convex hulls in two dimensions", IPL 9 (1979).
    package var convexHull: [PixelPoint] {
        let points = sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        return Self.hullHalf(points) + Self.hullHalf(points.reversed())
    }

    /// Without its last point.
    private static func hullHalf(_ points: [PixelPoint]) -> [PixelPoint] {
        var chain: [PixelPoint] = []
        for point in points {
            while chain.count > 1, !turnsRight(chain[chain.count - 2], chain[chain.count - 1], point) {
                chain.removeLast()
            }
            chain.append(point)
        }
        return chain.dropLast()
    }

    private static func turnsRight(_ first: PixelPoint, _ second: PixelPoint, _ third: PixelPoint) -> Bool {
        let (way, next) = (second - first, third - first)
        return way.x * next.y - way.y * next.x > 0
    }
}
