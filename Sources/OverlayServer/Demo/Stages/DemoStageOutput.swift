import Render

/// A stage's name and what it would have written to the table of stage outputs, in the canonical shape.
package struct DemoStageOutput: Sendable {
    package let stage: String
    /// JSON as UTF-8.
    package let json: [UInt8]

    /// The outputs of a timeline's stages, in the order in which the pipeline runs them.
    ///
    /// `detections` has an entry for every frame, in order.
    static func outputs(
        detections: [[DemoDetection]],
        size: PixelSize,
        framesPerSecond: Int
    ) -> [DemoStageOutput] {
        let frames = Frames(size: size, framesPerSecond: framesPerSecond)
        return [
            DemoStageOutput(stage: "extract_frames", json: frames.extracted(count: detections.count).bytes),
            DemoStageOutput(stage: "detect_objects", json: frames.detected(detections).bytes),
            DemoStageOutput(stage: "track_objects", json: frames.tracked(detections).bytes),
        ]
    }
}

private typealias Members = [(key: String, value: DemoJSON)]

/// The JSON of each stage.
private struct Frames {
    let size: PixelSize
    let framesPerSecond: Int

    func extracted(count: Int) -> DemoJSON {
        let sides: Members = [("width", .integer(size.width)), ("height", .integer(size.height))]
        return .object([("frames", .list((0..<count).map { .object(time(of: $0) + sides) }))])
    }

    func detected(_ detections: [[DemoDetection]]) -> DemoJSON {
        output(
            detections.enumerated().map { frame, found in
                found.enumerated().map { index, detection in
                    var outcome: Members = [("status", .text(detection.reason == nil ? "kept" : "dropped"))]
                    if let reason = detection.reason { outcome.append(("reason", .text(reason.rawValue))) }
                    return detection.json(id: "\(frame)-\(index)", outcome: outcome)
                }
            }
        )
    }

    func tracked(_ detections: [[DemoDetection]]) -> DemoJSON {
        var tracker = DemoTracker(size: size)
        return output(
            detections.enumerated().map { frame, found in
                tracker.follow(found, frame: frame).enumerated().map { index, entry in
                    var outcome: Members = [("track_id", .integer(entry.trackID))]
                    if let source = entry.sourceFrame { outcome.append(("source_frame", .integer(source))) }
                    return entry.detection.json(id: "\(frame)-\(index)", outcome: outcome)
                }
            }
        )
    }

    private func output(_ frames: [[DemoJSON]]) -> DemoJSON {
        let coordinates: Members = [
            ("space", .text("pixels")),
            ("box", .text("xywh")),
            ("width", .integer(size.width)),
            ("height", .integer(size.height)),
            ("frame_base", .integer(0)),
        ]
        let list = frames.enumerated().map { frame, detections in
            DemoJSON.object(time(of: frame) + [("detections", .list(detections))])
        }
        return .object([("coordinates", .object(coordinates)), ("frames", .list(list))])
    }

    private func time(of frame: Int) -> Members {
        [("frame", .integer(frame)), ("timestamp", .decimal(units: frame * 1000 / framesPerSecond, places: 3))]
    }
}
