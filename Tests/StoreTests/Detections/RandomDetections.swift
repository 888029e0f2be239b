import TestSupport

@testable import Detections
@testable import Store

/// Random detections in a frame of 1000 by 800 pixels, and their text in the canonical shape.
struct RandomDetections {
    var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    mutating func frames(atMost limit: Int = 8, detectionsAtMost detectionLimit: Int = 6) -> [FrameDetections] {
        var number = int(0...3)
        return (0..<int(1...limit)).map { frameIndex in
            number += int(1...4)
            let detections = (0..<int(0...detectionLimit)).map { index in
                detection(at: DetectionPosition(frameIndex: frameIndex, detectionIndex: index))
            }
            return FrameDetections(frame: number, timestamp: maybe { $0.double(0...100) }, detections: detections)
        }
    }

    /// With one to three bytes changed, left out, repeated or put in.
    mutating func mutated(_ json: [UInt8]) -> [UInt8] {
        var json = json
        for _ in 0..<int(1...3) {
            let place = int(0...json.count - 1)
            switch int(0...4) {
            case 0: json[place] = UInt8(int(0...255))
            case 1: json.remove(at: place)
            case 2: json.insert(json[place], at: place)
            case 3: json[place] = Array("0123456789eE+-.,:[]{}\"\\ nNIt".utf8)[int(0...27)]
            default:
                json.insert(contentsOf: json[place..<min(place + int(1...30), json.count)], at: int(0...json.count - 1))
            }
        }
        return json
    }

    private mutating func detection(at position: DetectionPosition) -> Detection {
        var detection = Detection(position: position)
        detection.id = maybe { $0.text() }
        detection.label = maybe { $0.text() }
        detection.classID = maybe { $0.id() }
        detection.confidence = maybe { $0.double(0...1) }
        detection.trackID = maybe { $0.id() }
        detection.box = maybe { $0.box() }
        detection.angle = maybe { $0.double(-180...180) }
        detection.polygon = maybe { $0.points($0.int(3...9)) } ?? []
        detection.polyline = maybe { $0.points($0.int(2...9)) } ?? []
        detection.quad = maybe { $0.points(4) } ?? []
        detection.text = maybe { $0.text() }
        detection.mask = maybe { $0.mask() }
        detection.maskKey = maybe { "masks/\($0.int(0...999)).png" }
        detection.keypoints = maybe { $0.keypoints() } ?? []
        detection.skeleton = maybe {
            $0.int(0...1) == 0 ? .named($0.text()) : .bones([Skeleton.Bone(start: 0, end: 0)])
        }
        detection.status = int(0...1) == 0 ? .kept : .dropped
        detection.reason = maybe { $0.text() }
        detection.sourceFrame = maybe { $0.int(0...10_000) }
        detection.attributesJSON = maybe { "{\"n\" : [\($0.int(0...9)), {}, \"\\u00e9\"]}" }
        return detection
    }

    private mutating func maybe<Value>(_ make: (inout Self) -> Value?) -> Value? {
        int(0...2) == 0 ? nil : make(&self)
    }

    private mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func double(_ range: ClosedRange<Double>) -> Double {
        let double = Double.random(in: range, using: &generator)
        return int(0...1) == 0 ? double : double.rounded()
    }

    private mutating func text() -> String {
        let characters = Array("ab \"\\/\n\t\u{1}éß漢字😀🏳️‍🌈ا0")
        return String((0..<int(0...20)).map { _ in characters[int(0...characters.count - 1)] })
    }

    private mutating func id<Kind>() -> ReportedID<Kind> {
        int(0...1) == 0 ? .integer(Int(truncatingIfNeeded: generator.next())) : .name("t" + text())
    }

    /// With corners whose differences are exact, so that width and height lose nothing.
    private mutating func box() -> DetectionBox? {
        let (x, y) = (Double(int(-40...3_600)) / 4, Double(int(-40...3_000)) / 4)
        return DetectionBox(minX: x, minY: y, maxX: x + Double(int(41...500)) / 4, maxY: y + Double(int(41...500)) / 4)
    }

    private mutating func points(_ count: Int) -> [DetectionPoint] {
        (0..<count).map { _ in DetectionPoint(x: double(0...1_000), y: double(0...800)) }
    }

    private mutating func keypoints() -> [Keypoint?] {
        points(int(1...17)).map { point in Keypoint(point: point, score: maybe { $0.double(0...1) }) }
    }

    private mutating func mask() -> RunLengthMask? {
        let runs = (0..<int(2...20)).map { _ in UInt32(int(1...500)) }
        return try? RunLengthMask(height: 1, width: runs.reduce(0) { $0 + Int($1) }, runs: runs)
    }
}
