import Render

/// Outlines whose corners all point outwards, such as those of turned boxes.
enum ConvexOutline {
    /// What two outlines have in common; none where they are apart.
    ///
    /// One is cut off along each side of the other: I. Sutherland and G. Hodgman, "Reentrant polygon clipping", CACM 17 (1974).
    static func intersection(_ outline: [PixelPoint], _ other: [PixelPoint]) -> [PixelPoint] {
        let turn = PixelPoint.doubleArea(of: other) < 0 ? -1.0 : 1
        return other.indices.reduce(outline) { outline, index in
            let (start, end) = (other[index], other[(index + 1) % other.count])
            let side = end - start
            /// Above 0 on the inner side.
            func depth(_ point: PixelPoint) -> Double {
                turn * (side.x * (point.y - start.y) - side.y * (point.x - start.x))
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

    /// In square pixels.
    static func area(of outline: [PixelPoint]) -> Double { abs(PixelPoint.doubleArea(of: outline)) / 2 }
}
