/// Several outlines that are one thing: the union of what is inside them.
enum OutlineUnion {
    /// The most pairs of edges that are compared; beyond it outlines stay as they are.
    private static let edgePairLimit = 1_000_000

    /// `outlines` without those that lie inside another, which add nothing.
    static func withoutCovered(_ outlines: [[DetectionPoint]]) -> [[DetectionPoint]] {
        let edgeCount = outlines.reduce(0) { $0 + $1.count }
        guard outlines.count > 1, edgeCount * edgeCount <= edgePairLimit else { return outlines }
        return outlines.indices.filter { index in
            !outlines.indices.contains { other in
                guard index != other, covers(outlines[other], outlines[index]) else { return false }
                // Of two that are the same the first stays.
                return other < index || !covers(outlines[index], outlines[other])
            }
        }.map { outlines[$0] }
    }

    private static func covers(_ outer: [DetectionPoint], _ inner: [DetectionPoint]) -> Bool {
        inner.allSatisfy { contains(outer, $0) } && !crosses(outer, inner)
    }

    /// By the even-odd rule; a corner of the outline itself counts as inside.
    private static func contains(_ outline: [DetectionPoint], _ point: DetectionPoint) -> Bool {
        var isInside = false
        for (start, end) in edges(outline) {
            if start == point { return true }
            guard (start.y > point.y) != (end.y > point.y) else { continue }
            let x = (end.x - start.x) * (point.y - start.y) / (end.y - start.y) + start.x
            if point.x < x { isInside.toggle() }
        }
        return isInside
    }

    private static func crosses(_ one: [DetectionPoint], _ other: [DetectionPoint]) -> Bool {
        edges(one).contains { first in edges(other).contains { second in cross(first, second) } }
    }

    private static func cross(
        _ one: (DetectionPoint, DetectionPoint),
        _ other: (DetectionPoint, DetectionPoint)
    ) -> Bool {
        side(one, other.0) * side(one, other.1) < 0 && side(other, one.0) * side(other, one.1) < 0
    }

    /// Positive to one side of a line, negative to the other, 0 on it.
    private static func side(_ line: (DetectionPoint, DetectionPoint), _ point: DetectionPoint) -> Double {
        (line.1.x - line.0.x) * (point.y - line.0.y) - (line.1.y - line.0.y) * (point.x - line.0.x)
    }

    private static func edges(_ outline: [DetectionPoint]) -> Zip2Sequence<[DetectionPoint], [DetectionPoint]> {
        zip(outline, Array(outline.dropFirst()) + outline.prefix(1))
    }
}
