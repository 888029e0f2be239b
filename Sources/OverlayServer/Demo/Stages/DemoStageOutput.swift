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

extension DemoStageOutput {
    /// `shapes` has an entry for every frame, in order.
    static func outputs(shapes: [[DemoShapes]], size: PixelSize, framesPerSecond: Int) -> [DemoStageOutput] {
        let frames = Frames(size: size, framesPerSecond: framesPerSecond)
        func stage(_ name: String, _ member: (DemoShapes) -> (key: String, value: DemoJSON)?) -> DemoStageOutput {
            let list = shapes.enumerated().map { frame, found in
                found.enumerated().compactMap { index, shape in
                    member(shape).map { shape.detection.json(id: "\(frame)-\(index)", outcome: [$0]) }
                }
            }
            return DemoStageOutput(stage: name, json: frames.output(list).bytes)
        }
        return [
            stage("estimate_poses") { $0.keypoints.map { ("keypoints", $0) } },
            stage("segment_players") { $0.mask.map { ("mask", $0) } },
        ]
    }

    /// `detections` has an entry for every frame, in order.
    static func worseOutputs(
        detections: [[DemoDetection]],
        size: PixelSize,
        framesPerSecond: Int
    ) -> [DemoStageOutput] {
        let frames = Frames(size: size, framesPerSecond: framesPerSecond)
        return [
            DemoStageOutput(stage: "detect_objects", json: frames.detected(detections).bytes),
            DemoStageOutput(stage: "track_objects", json: frames.tracked(detections, isForgetful: true).bytes),
        ]
    }

    /// `sightings` has an entry for every frame, in order.
    static func truthOutputs(
        sightings: [[DemoSighting]],
        size: PixelSize,
        framesPerSecond: Int
    ) -> [DemoStageOutput] {
        let frames = Frames(size: size, framesPerSecond: framesPerSecond)
        let list = sightings.enumerated().map { frame, sightings in
            sightings.enumerated().compactMap { index, sighting -> DemoJSON? in
                let object = sighting.object
                guard let box = DemoBox(sighting.box, in: size) else { return nil }
                let detection = DemoDetection(
                    objectID: object.id,
                    label: object.label,
                    classID: object.classID,
                    confidenceThousandths: 1000,
                    box: box,
                    reason: nil
                )
                return detection.json(id: "\(frame)-\(index)", outcome: [("track_id", .integer(object.id))])
            }
        }
        return [DemoStageOutput(stage: "track_objects", json: frames.output(list, isTruth: true).bytes)]
    }

    /// `shifted`: the numbers of other frames. `stretched`: boxes of a square picture into which the frame was letterboxed, which nobody declares.
    /// `stale`: what was found eight frames before.
    static func wrongOutputs(
        detections: [[DemoDetection]],
        size: PixelSize,
        framesPerSecond: Int
    ) -> [DemoStageOutput] {
        let frames = Frames(size: size, framesPerSecond: framesPerSecond)
        func plain(_ found: [DemoDetection], _ frame: Int, _ outcome: Members = []) -> [DemoJSON] {
            found.enumerated().map { $1.json(id: "\(frame)-\($0)", outcome: outcome) }
        }
        let all = detections.enumerated().map { plain($1, $0) }
        let letterboxed = detections.enumerated().map { frame, found in
            plain(found.map { $0.letterboxed(from: size) }, frame)
        }
        let old = detections.indices.map { frame in
            let source = max(frame - staleFrames, 0)
            return plain(detections[source], frame, [("source_frame", .integer(source))])
        }
        return [
            DemoStageOutput(stage: "shifted", json: frames.output(all, shiftedBy: 5).bytes),
            DemoStageOutput(
                stage: "stretched",
                json: frames.output(letterboxed, pictureSide: DemoBox.letterboxSide).bytes
            ),
            DemoStageOutput(stage: "stale", json: frames.output(old).bytes),
        ]
    }

    private static let staleFrames = 8
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

    /// A tracker that `isForgetful` gives what it loses a new id.
    func tracked(_ detections: [[DemoDetection]], isForgetful: Bool = false) -> DemoJSON {
        var tracker = DemoTracker(size: size, isForgetful: isForgetful)
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

    /// `pictureSide`: of a square picture, where coordinates are of one; `shift`: what frames' numbers are too much.
    func output(
        _ frames: [[DemoJSON]],
        pictureSide: Int? = nil,
        shiftedBy shift: Int = 0,
        isTruth: Bool = false
    ) -> DemoJSON {
        let coordinates: Members = [
            ("space", .text("pixels")),
            ("box", .text("xywh")),
            ("width", .integer(pictureSide ?? size.width)),
            ("height", .integer(pictureSide ?? size.height)),
            ("frame_base", .integer(0)),
        ]
        let list = frames.enumerated().map { frame, detections in
            DemoJSON.object(time(of: frame, shiftedBy: shift) + [("detections", .list(detections))])
        }
        let declared: Members = isTruth ? [("ground_truth", .flag(true))] : []
        return .object([("coordinates", .object(coordinates))] + declared + [("frames", .list(list))])
    }

    private func time(of frame: Int, shiftedBy shift: Int = 0) -> Members {
        [("frame", .integer(frame + shift)), ("timestamp", .decimal(units: frame * 1000 / framesPerSecond, places: 3))]
    }
}
