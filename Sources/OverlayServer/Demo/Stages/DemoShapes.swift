import Render

/// What the demo's stages find out of the shape of one thing: its joints, and its pixels.
struct DemoShapes: Sendable {
    let detection: DemoDetection
    /// COCO's 17, each [x, y, visibility]; `nil` for what has none.
    let keypoints: DemoJSON?
    /// COCO's run lengths; `nil` where no pixel of it is to be seen.
    let mask: DemoJSON?

    /// `nil` for a mistake, of which there is nothing.
    init?(_ detection: DemoDetection, in scene: DemoScene) {
        guard let id = detection.objectID, let figure = scene.figures[id] else { return nil }
        let nearer = scene.figures.compactMap { other in other.flatMap { $0.depth < figure.depth ? $0 : nil } }
        self.detection = detection
        keypoints = scene.joints[id].map { Self.keypoints($0, behind: nearer, in: scene.camera.size) }
        mask = Self.mask(of: figure, behind: nearer, in: scene.camera.size)
    }

    /// 2 for a joint that is seen, 1 for one that is hidden, 0 for one outside of the frame.
    private static func keypoints(
        _ joints: [DemoFigure.Joint],
        behind nearer: [DemoSprite],
        in size: PixelSize
    ) -> DemoJSON {
        .list(
            joints.map { joint in
                let point = joint.point
                let isOutside =
                    point.x < 0 || point.y < 0 || point.x >= Double(size.width) || point.y >= Double(size.height)
                let isHidden = joint.isTurnedAway || nearer.contains { $0.covers(point) }
                let numbers = isOutside ? [0, 0, 0] : [tenths(point.x), tenths(point.y), isHidden ? 10 : 20]
                return .list(numbers.map { .decimal(units: $0, places: 1) })
            }
        )
    }

    private static func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }

    private static func mask(of figure: DemoSprite, behind nearer: [DemoSprite], in size: PixelSize) -> DemoJSON? {
        let bounds = figure.bounds
        let columns =
            Int(max(bounds.minX, 0))..<Int(max(min(bounds.maxX.rounded(.up), Double(size.width)), max(bounds.minX, 0)))
        let rows =
            Int(max(bounds.minY, 0))..<Int(max(min(bounds.maxY.rounded(.up), Double(size.height)), max(bounds.minY, 0)))
        let close = nearer.filter { !$0.bounds.intersection(bounds).isEmpty }
        var (counts, isInside, runStart) = ([Int](), false, 0)
        for x in columns {
            for y in rows.lowerBound..<rows.upperBound + 1 {
                let middle = PixelPoint(x: Double(x) + 0.5, y: Double(y) + 0.5)
                let isNow = y < rows.upperBound && figure.covers(middle) && !close.contains { $0.covers(middle) }
                guard isNow != isInside else { continue }
                let position = x * size.height + y
                counts.append(position - runStart)
                (isInside, runStart) = (isNow, position)
            }
        }
        guard !counts.isEmpty else { return nil }
        counts.append(size.pixelCount - runStart)
        let sides = [size.height, size.width].map(DemoJSON.integer)
        return .object([("size", .list(sides)), ("counts", .list(counts.map(DemoJSON.integer)))])
    }
}

extension DemoSprite {
    fileprivate func covers(_ point: PixelPoint) -> Bool { shapes.contains { $0.covers(point) } }
}

extension DemoShape {
    /// Whether a point lies in the tapered capsule.
    fileprivate func covers(_ point: PixelPoint) -> Bool {
        let (axis, offset) = (end - start, point - start)
        let length = axis.x * axis.x + axis.y * axis.y
        let part = length > 0 ? min(max((offset.x * axis.x + offset.y * axis.y) / length, 0), 1) : 0
        let radius = startRadius + (endRadius - startRadius) * part
        let distance = offset - axis * part
        return distance.x * distance.x + distance.y * distance.y <= radius * radius
    }
}
