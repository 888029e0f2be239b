package import Render

/// A synthetic timeline: a football match under floodlights, filmed by a panning camera, with everything known about it.
///
/// The same arguments give the same bytes on every machine.
package struct DemoTimeline: Sendable {
    static let framesPerSecond = 10
    static let standardFrameCount = 120

    let frameCount: Int
    let size: PixelSize
    private let seed: UInt64
    private let world: DemoWorld
    private let painter: DemoPainter

    /// A timeline of `frameCount` frames (0 or more); `size` is 1280 × 720 where it is not given.
    package init(frameCount: Int = standardFrameCount, size: PixelSize? = nil, seed: UInt64 = 7) {
        precondition(frameCount >= 0, "A timeline has no fewer than 0 frames.")
        self.frameCount = frameCount
        self.size = size ?? Self.standardSize
        self.seed = seed
        world = DemoWorld(frameCount: frameCount, framesPerSecond: Self.framesPerSecond, seed: seed)
        painter = DemoPainter(seed: seed)
    }

    /// The opaque picture of frame `index` (`0..<frameCount`), independent of every other frame.
    package func frame(_ index: Int) -> Bitmap {
        let scene = DemoScene(world: world, frame: index, size: size)
        return painter.paint(scene, frame: index, time: Double(index) / Double(Self.framesPerSecond))
    }

    /// What the pipeline's stages found: extract_frames, detect_objects and track_objects, in this order.
    package func stageOutputs() -> [DemoStageOutput] {
        let detector = DemoDetector(objects: world.objects, seed: seed)
        let detections = (0..<frameCount).map { index in
            detector.detections(in: DemoScene(world: world, frame: index, size: size), frame: index)
        }
        return DemoStageOutput.outputs(detections: detections, size: size, framesPerSecond: Self.framesPerSecond)
    }

    /// What two more stages found: `estimate_poses` and `segment_players`.
    package func shapeOutputs() -> [DemoStageOutput] {
        let detector = DemoDetector(objects: world.objects, seed: seed)
        let shapes = (0..<frameCount).map { index in
            let scene = DemoScene(world: world, frame: index, size: size)
            let found = detector.detections(in: scene, frame: index).filter { $0.reason == nil }
            return found.compactMap { DemoShapes($0, in: scene) }
        }
        return DemoStageOutput.outputs(shapes: shapes, size: size, framesPerSecond: Self.framesPerSecond)
    }

    /// What `detect_objects` and `track_objects` would have found with a detector and a tracker that are worse.
    package func worseOutputs() -> [DemoStageOutput] {
        let detector = DemoDetector(objects: world.objects, seed: seed)
        let worse = DemoWorseDetector(seed: seed, size: size)
        let detections = (0..<frameCount).map { index in
            let scene = DemoScene(world: world, frame: index, size: size)
            return worse.detections(detector.detections(in: scene, frame: index), frame: index)
        }
        return DemoStageOutput.worseOutputs(
            detections: detections,
            size: size,
            framesPerSecond: Self.framesPerSecond
        )
    }

    /// What is really there, as an output of `track_objects` that says so: everything of which the better part can be seen.
    package func truthOutputs() -> [DemoStageOutput] {
        let sightings = (0..<frameCount).map { index in
            DemoSighting.all(in: DemoScene(world: world, frame: index, size: size), of: world.objects)
                .filter { $0.shareOnFrame > 0.5 && $0.shareHidden < 0.5 }
        }
        return DemoStageOutput.truthOutputs(sightings: sightings, size: size, framesPerSecond: Self.framesPerSecond)
    }

    /// Outputs that are wrong in ways in which outputs are: on other frames, of another picture, and of frames long ago.
    package func wrongOutputs() -> [DemoStageOutput] {
        let detector = DemoDetector(objects: world.objects, seed: seed)
        let detections = (0..<frameCount).map { index in
            detector.detections(in: DemoScene(world: world, frame: index, size: size), frame: index).filter {
                $0.reason == nil
            }
        }
        return DemoStageOutput.wrongOutputs(detections: detections, size: size, framesPerSecond: Self.framesPerSecond)
    }

    private static var standardSize: PixelSize {
        guard let size = PixelSize(width: 1280, height: 720) else { preconditionFailure("1280 × 720 is a size.") }
        return size
    }
}
