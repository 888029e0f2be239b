import Render
import Testing

@testable import Demo
@testable import OverlayServer
@testable import OverlayService

@Suite("DemoDetector and DemoTracker")
struct DemoDetectorTests {
    private static let seeds: [UInt64] = [7, 8, 9]

    /// Each frame's truth, what the detector found and what the tracker made of it.
    private struct Frame {
        let sightings: [DemoSighting]
        let detections: [DemoDetection]
        let tracks: [DemoTracker.Entry]
    }

    /// Made once for all tests.
    private static let matches = Dictionary(uniqueKeysWithValues: seeds.map { ($0, frames(of: $0)) })

    private static func frames(seed: UInt64) throws -> [Frame] {
        try #require(matches[seed])
    }

    private static func frames(of seed: UInt64) -> [Frame] {
        let size = DemoTimeline(frameCount: 0).size
        let world = DemoWorld(frameCount: 120, framesPerSecond: 10, seed: seed)
        let detector = DemoDetector(objects: world.objects, seed: seed)
        var tracker = DemoTracker(size: size)
        return (0..<120).map { index in
            let scene = DemoScene(world: world, frame: index, size: size)
            let detections = detector.detections(in: scene, frame: index)
            return Frame(
                sightings: DemoSighting.all(in: scene, of: world.objects),
                detections: detections,
                tracks: tracker.follow(detections, frame: index)
            )
        }
    }

    @Test(arguments: seeds)
    func `A kept box is within two pixels of the figure`(seed: UInt64) throws {
        for (index, frame) in try Self.frames(seed: seed).enumerated() {
            for detection in frame.detections where detection.reason == nil {
                let sighting = try #require(frame.sightings.first { $0.object.id == detection.objectID })
                let truth = sighting.box
                let box = detection.box.rect
                let errors = [
                    box.minX - truth.minX, box.minY - truth.minY, box.maxX - truth.maxX, box.maxY - truth.maxY,
                ]
                #expect(errors.allSatisfy { abs($0) <= 2 }, "seed \(seed), frame \(index): \(box) for \(truth)")
            }
        }
    }

    @Test(arguments: seeds)
    func `An object has one track id for good, and a track id one object`(seed: UInt64) throws {
        let entries = try Self.frames(seed: seed).flatMap(\.tracks)
        let pairs = Set(entries.map { [$0.trackID, $0.detection.objectID ?? -1] })
        #expect(Set(pairs.map { $0[0] }).count == pairs.count, "seed \(seed)")
        #expect(Set(pairs.map { $0[1] }).count == pairs.count, "seed \(seed)")
    }

    @Test(arguments: seeds)
    func `An object leaves the view for half a second and comes back with its track id`(seed: UInt64) throws {
        let frames = try Self.frames(seed: seed)
        let returned = Set(frames.flatMap(\.tracks).map(\.trackID)).filter { id in
            let present = frames.indices.filter { frames[$0].tracks.contains { $0.trackID == id } }
            let object = frames.lazy.flatMap(\.tracks).first { $0.trackID == id }?.detection.objectID
            return zip(present, present.dropFirst()).contains { before, after in
                let away = (before + 1..<after).filter { frame in
                    !frames[frame].sightings.contains { $0.object.id == object }
                }
                return away.count >= 5
            }
        }
        #expect(!returned.isEmpty, "seed \(seed)")
    }

    @Test(arguments: seeds)
    func `What is hidden is found less often, and found with less confidence`(seed: UInt64) throws {
        let frames = try Self.frames(seed: seed)
        func outcome(of wanted: (DemoSighting) -> Bool) -> (found: Double, confidence: Double) {
            var sighted = 0
            var confidences: [Int] = []
            for frame in frames {
                for sighting in frame.sightings where sighting.shareOnFrame == 1 && wanted(sighting) {
                    sighted += 1
                    let kept = frame.detections.first { $0.objectID == sighting.object.id && $0.reason != .nms }
                    if let kept { confidences.append(kept.confidenceThousandths) }
                }
            }
            let sum = Double(confidences.reduce(0, +))
            return (Double(confidences.count) / Double(max(sighted, 1)), sum / Double(max(confidences.count, 1)))
        }
        let open = outcome { $0.shareHidden == 0 && $0.object.role != .ball }
        let hidden = outcome { $0.shareHidden > 0.3 && $0.object.role != .ball }
        #expect(open.found > 0.95 && hidden.found < open.found, "seed \(seed): \(open) \(hidden)")
        #expect(hidden.confidence < open.confidence - 150, "seed \(seed): \(open) \(hidden)")
    }
}
