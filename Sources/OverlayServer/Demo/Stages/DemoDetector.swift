import Render

/// A detector with a detector's faults: it misses, doubts, doubles and now and then sees what is not there.
struct DemoDetector: Sendable {
    private let objects: [DemoObject]
    private let seed: UInt64

    /// A box is kept from this confidence on.
    private static let threshold = 0.4
    /// A box is dropped when more of it than this is hidden.
    private static let mostHidden = 0.55

    init(objects: [DemoObject], seed: UInt64) {
        self.objects = objects
        self.seed = seed
    }

    /// The detections of one frame, the surest first.
    func detections(in scene: DemoScene, frame: Int) -> [DemoDetection] {
        var random = DemoRandom(seed: seed ^ 0xDE7E_C700_0000_0000, stream: UInt64(truncatingIfNeeded: frame))
        let size = scene.camera.size
        var found: [DemoDetection] = []
        for sighting in DemoSighting.all(in: scene, of: objects) {
            guard let detection = detect(sighting, in: size, &random) else { continue }
            found.append(detection)
            if let double = double(of: detection, in: size, &random) { found.append(double) }
        }
        if let mistake = mistake(in: scene, &random) { found.append(mistake) }
        return found.sorted { $0.confidenceThousandths > $1.confidenceThousandths }
    }

    private func detect(_ sighting: DemoSighting, in size: PixelSize, _ random: inout DemoRandom) -> DemoDetection? {
        let doubt = random.within(-0.05...0.05) - (random.happens(0.04) ? 0.3 : 0)
        let isMissed = random.happens(chanceOfMiss(sighting))
        let rect = shaken(sighting.box, by: 1.3, &random)
        guard sighting.shareOnFrame > 0.25, !isMissed, let box = DemoBox(rect, in: size) else { return nil }
        let confidence = min(max(confidence(in: sighting, size: size) + doubt, 0.05), 0.99)
        let reason: DemoDetection.Reason? =
            sighting.shareHidden > Self.mostHidden ? .occluded : confidence < Self.threshold ? .lowConfidence : nil
        return DemoDetection(
            objectID: sighting.object.id,
            label: sighting.object.label,
            classID: sighting.object.classID,
            confidenceThousandths: Int((confidence * 1000).rounded()),
            box: box,
            reason: reason
        )
    }

    private func chanceOfMiss(_ sighting: DemoSighting) -> Double {
        let hidden = sighting.shareHidden * sighting.shareHidden
        return (sighting.object.role == .ball ? 0.12 : 0.015) + 0.6 * hidden
    }

    /// Lower where the object is small, hidden or cut off by the frame's edge.
    private func confidence(in sighting: DemoSighting, size: PixelSize) -> Double {
        let isBall = sighting.object.role == .ball
        let easyHeight = Double(max(size.width, size.height)) * (isBall ? 0.010 : 0.065)
        let smallness = min(max(1 - sighting.box.height / easyHeight, 0), 1)
        let best = isBall ? 0.80 : 0.94
        return best - 0.28 * smallness - 0.55 * sighting.shareHidden - 0.4 * (1 - sighting.shareOnFrame)
    }

    /// A second box around the same thing, which non-maximum suppression has dropped.
    private func double(
        of detection: DemoDetection,
        in size: PixelSize,
        _ random: inout DemoRandom
    ) -> DemoDetection? {
        guard random.happens(0.09), detection.reason == nil, detection.objectID != nil else { return nil }
        let rect = detection.box.rect
        let moved = shaken(rect, by: max(2, rect.height * 0.07), &random)
        guard let box = DemoBox(moved, in: size) else { return nil }
        return DemoDetection(
            objectID: detection.objectID,
            label: detection.label,
            classID: detection.classID,
            confidenceThousandths: Int(Double(detection.confidenceThousandths) * random.within(0.6...0.9)),
            box: box,
            reason: .nms
        )
    }

    /// The penalty spot, taken for a ball.
    private func mistake(in scene: DemoScene, _ random: inout DemoRandom) -> DemoDetection? {
        let isFooled = random.happens(0.3)
        let confidence = random.within(0.12...0.39)
        guard isFooled, let spot = scene.camera.project(WorldPoint(94, 34, 0)) else { return nil }
        let half = PixelPoint(x: 0.2 * spot.scale, y: 0.1 * spot.scale)
        let rect = PixelRect(
            minX: spot.point.x - half.x,
            minY: spot.point.y - half.y,
            maxX: spot.point.x + half.x,
            maxY: spot.point.y + half.y
        )
        guard let box = DemoBox(shaken(rect, by: 1, &random), in: scene.camera.size) else { return nil }
        return DemoDetection(
            objectID: nil,
            label: "ball",
            classID: 3,
            confidenceThousandths: Int(confidence * 1000),
            box: box,
            reason: .lowConfidence
        )
    }

    private func shaken(_ rect: PixelRect, by pixels: Double, _ random: inout DemoRandom) -> PixelRect {
        PixelRect(
            minX: rect.minX + random.within(-pixels...pixels),
            minY: rect.minY + random.within(-pixels...pixels),
            maxX: rect.maxX + random.within(-pixels...pixels),
            maxY: rect.maxY + random.within(-pixels...pixels)
        )
    }
}
