import Render

/// A detector that is worse than the demo's own, as a change of a pipeline can make it: it loses things, is less sure, puts boxes beside them, takes
/// players for referees, and sees what is not there.
struct DemoWorseDetector: Sendable {
    private let seed: UInt64
    private let size: PixelSize

    /// A box is kept from this confidence on.
    private static let threshold = 400

    init(seed: UInt64, size: PixelSize) { (self.seed, self.size) = (seed, size) }

    /// What it makes of `good`, what the better one found on the frame.
    func detections(_ good: [DemoDetection], frame: Int) -> [DemoDetection] {
        var random = DemoRandom(seed: seed ^ 0x0BAD_0000_0000_0000, stream: UInt64(truncatingIfNeeded: frame))
        let found = good.compactMap { worsened($0, &random) }
        return found + [imagined(&random)].compactMap(\.self)
    }

    private func worsened(_ detection: DemoDetection, _ random: inout DemoRandom) -> DemoDetection? {
        let isMissed = random.happens(0.04)
        let doubt = random.happens(0.12) ? random.within(0.15...0.5) : 0
        let isMistaken = random.happens(0.04) && detection.label == "player"
        let shift = random.happens(0.15) ? random.within(0.06...0.14) : 0
        guard !isMissed else { return nil }
        let rect = detection.box.rect
        let moved = PixelRect(
            x: rect.minX + rect.width * shift,
            y: rect.minY + rect.height * shift / 2,
            width: rect.width,
            height: rect.height
        )
        let confidence = max(detection.confidenceThousandths - Int(doubt * 1000), 50)
        return DemoDetection(
            objectID: detection.objectID,
            label: isMistaken ? "referee" : detection.label,
            classID: isMistaken ? 2 : detection.classID,
            confidenceThousandths: confidence,
            box: DemoBox(moved, in: size) ?? detection.box,
            reason: detection.reason ?? (confidence < Self.threshold ? .lowConfidence : nil)
        )
    }

    private func imagined(_ random: inout DemoRandom) -> DemoDetection? {
        let happens = random.happens(0.3)
        let (x, y) = (random.within(0.1...0.9), random.within(0.35...0.8))
        let confidence = random.within(0.41...0.6)
        guard happens else { return nil }
        let side = Double(size.height) / 14
        let rect = PixelRect(x: x * Double(size.width), y: y * Double(size.height), width: side / 2, height: side)
        return DemoBox(rect, in: size).map { box in
            DemoDetection(
                objectID: nil,
                label: "player",
                classID: 0,
                confidenceThousandths: Int(confidence * 1000),
                box: box,
                reason: nil
            )
        }
    }
}
