package import Detections

/// Detections whose outlines and lines have no more points than can be drawn in good time, whoever wrote them.
package struct OutlineSimplification {
    package let detections: [Detection]
    package let warnings: [Warning]

    /// The most points of one detection's outlines, parts, holes and line together.
    static let pointLimit = 10_000
    /// How far a point may be left out from the last that stays, in pixels: the smallest that is enough.
    private static let distances = [0.25, 0.5, 1, 2]

    package init(_ detections: [Detection]) {
        var (simplified, paths, greatest) = (detections, [String](), 0)
        for index in detections.indices {
            let count = detections[index].pointCount
            guard count > Self.pointLimit else { continue }
            simplified[index].mapLines(Self.simplify(simplified[index]))
            paths.append(detections[index].path)
            greatest = max(greatest, count)
        }
        self.detections = simplified
        guard let first = paths.first else {
            warnings = []
            return
        }
        let detail =
            "\(paths.count) of the detections have outlines of more than \(Self.pointLimit) points, the largest \(greatest): points "
            + "that are near others are left out, and where that is not enough every second or more, or the shortest parts"
        warnings = [Warning(.outlineSimplified, detail, path: first)]
    }

    /// What becomes of each line of `detection`, by its points and how few of them must stay.
    private static func simplify(_ detection: Detection) -> ([DetectionPoint], _ least: Int) -> [DetectionPoint] {
        let distance =
            distances.first { distance in
                var thinned = detection
                thinned.mapLines { thin($0, distance, least: $1) }
                return thinned.pointCount <= pointLimit
            } ?? distances[distances.count - 1]
        var thinned = detection
        thinned.mapLines { thin($0, distance, least: $1) }
        let step = (thinned.pointCount + pointLimit - 1) / pointLimit
        return { line, least in every(step, of: thin(line, distance, least: least), least: least) }
    }

    /// Without the points that are nearer than `distance` to the last that stays.
    private static func thin(_ line: [DetectionPoint], _ distance: Double, least: Int) -> [DetectionPoint] {
        var thinned: [DetectionPoint] = []
        for point in line {
            if let last = thinned.last {
                let (x, y) = (point.x - last.x, point.y - last.y)
                if x * x + y * y < distance * distance { continue }
            }
            thinned.append(point)
        }
        return thinned.count >= least ? thinned : every(max(line.count / max(least, 1), 1), of: line, least: least)
    }

    private static func every(_ step: Int, of line: [DetectionPoint], least: Int) -> [DetectionPoint] {
        let step = min(step, max(line.count / max(least, 1), 1))
        return step == 1 ? line : stride(from: 0, to: line.count, by: step).map { line[$0] }
    }
}

extension Detection {
    fileprivate var pointCount: Int {
        polygon.count + polyline.count + (polygonParts + polygonHoles).reduce(0) { $0 + $1.count }
    }

    /// Replaces each line by what `transform` makes of it and of how few points it must have. Of more parts or holes than points are allowed for
    /// the longest stay.
    fileprivate mutating func mapLines(_ transform: ([DetectionPoint], _ least: Int) -> [DetectionPoint]) {
        polygon = transform(polygon, 3)
        polyline = transform(polyline, 2)
        polygonParts = Self.longest(polygonParts).map { transform($0, 3) }
        polygonHoles = Self.longest(polygonHoles).map { transform($0, 3) }
    }

    private static func longest(_ lines: [[DetectionPoint]]) -> [[DetectionPoint]] {
        let limit = OutlineSimplification.pointLimit / 3
        guard lines.count > limit else { return lines }
        let order = lines.indices.sorted { (lines[$1].count, $0) < (lines[$0].count, $1) }.prefix(limit)
        return order.sorted().map { lines[$0] }
    }
}
