/// One thing that a stage reported on one frame, in frame pixels.
///
/// A detection without any geometry speaks of the whole frame.
package struct Detection: Hashable, Sendable {
    /// Where the detection stands in its stage output.
    package let position: DetectionPosition
    package var id: String?
    package var label: String?
    package var classID: ClassID?
    /// As the stage gave it, usually 0…1; never NaN or infinite.
    package var confidence: Double?
    package var trackID: TrackID?
    package var box: DetectionBox?
    /// By which the box is turned about its centre, in degrees, in the output's own picture.
    package var angle: Double?
    /// How many times wider than high a square of the output's picture is on the frame: a box is turned there, and then stretched.
    package var boxStretch = 1.0
    /// The corners of a closed outline: at least 3, or none.
    package var polygon: [DetectionPoint] = []
    /// Further outlines of the same thing, at least 3 corners each: it is where `polygon` or any of them is.
    package var polygonParts: [[DetectionPoint]] = []
    /// Holes in `polygon`, at least 3 corners each. There are no holes where there are parts.
    package var polygonHoles: [[DetectionPoint]] = []
    /// The corners of an open line: at least 2, or none.
    package var polyline: [DetectionPoint] = []
    /// The corners of a four-sided outline, such as a line of text: 4, or none.
    package var quad: [DetectionPoint] = []
    /// What was read at this place.
    package var text: String?
    package var mask: RunLengthMask?
    /// The key of the mask's picture, where the mask is an object of its own.
    package var maskKey: String?
    /// `nil` in the place of one that was not found.
    package var keypoints: [Keypoint?] = []
    package var skeleton: Skeleton?
    package var status = DetectionStatus.kept
    /// Why it has its status.
    package var reason: String?
    /// The frame that it was found on, where it is carried over from another; 0-based.
    package var sourceFrame: Int?
    /// The stage's own additions, as valid JSON text.
    package var attributesJSON: String?

    package init(position: DetectionPosition) { self.position = position }

    /// The JSON path in its stage output, such as `$.frames[3].detections[7]`.
    package var path: String { position.description }

    package var hasGeometry: Bool {
        box != nil || mask != nil || maskKey != nil
            || !(polygon.isEmpty && polyline.isEmpty && quad.isEmpty && keypoints.allSatisfy { $0 == nil })
    }
}

/// What a stage decided about a detection.
package enum DetectionStatus: String, CaseIterable, Sendable {
    case kept
    /// Found, then discarded; a detection's `reason` may say why.
    case dropped
}

/// A point in frame pixels: x to the right, y down, from the top left corner of the frame.
package struct DetectionPoint: Hashable, Sendable, BitwiseCopyable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// An axis-aligned box in frame pixels, half open: `minX..<maxX`, `minY..<maxY`; wider and higher than 0.
package struct DetectionBox: Hashable, Sendable, BitwiseCopyable {
    package let minX: Double
    package let minY: Double
    package let maxX: Double
    package let maxY: Double

    /// `nil` unless the corners are finite and in order, and the box has an area.
    package init?(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        guard minX < maxX, minY < maxY, (maxX - minX).isFinite, (maxY - minY).isFinite else { return nil }
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    package var width: Double { maxX - minX }
    package var height: Double { maxY - minY }

    /// x, y, width, height, for people and other programs to read.
    package var xywh: [Double] { [minX, minY, Self.length(from: minX, to: maxX), Self.length(from: minY, to: maxY)] }

    /// The shortest decimal that added to `low` gives `high`: what a stage wrote, without what is left of an addition and a subtraction.
    private static func length(from low: Double, to high: Double) -> Double {
        let difference = high - low
        var scale = 1.0
        while scale < 1e14 {
            let decimal = (difference * scale).rounded() / scale
            if low + decimal == high { return decimal }
            scale *= 10
        }
        return difference
    }
}

/// Where a frame stands in its stage output.
package enum FramePlace: Hashable, Sendable {
    /// An element of `frames`.
    case element(Int)
    /// The member of `frames` that is called by the frame's number.
    case member(Int)
    /// An element of the array at the top.
    case topElement(Int)
    /// The member of the object at the top that is called by the frame's number.
    case topMember(Int)
    /// The whole output is one frame.
    case top

    /// The JSON path, such as `$.frames[3]` or `$.frames["12"]`.
    package var path: String {
        switch self {
        case .element(let index): "$.frames[\(index)]"
        case .member(let number): "$.frames[\"\(number)\"]"
        case .topElement(let index): "$[\(index)]"
        case .topMember(let number): "$[\"\(number)\"]"
        case .top: "$"
        }
    }
}

/// An array of detections in a stage output.
package enum DetectionList: Hashable, Sendable {
    /// The array at the top.
    case top
    /// A member of the object at the top.
    case topMember(DetectionListWord)
    /// The `detections` of a frame.
    case ofFrame(FramePlace)
    /// What stands in a frame's place is its detections.
    case inPlaceOfFrame(FramePlace)
    /// Detections of a frame that other tools have written in their own shape, each with its path there.
    case translated([String])

    /// The JSON path, such as `$.frames[3].detections`.
    var path: String {
        switch self {
        case .top: "$"
        case .topMember(let word): "$.\(word.rawValue)"
        case .ofFrame(let place): "\(place.path).detections"
        case .inPlaceOfFrame(let place): place.path
        case .translated(let paths): paths.first ?? "$"
        }
    }

    /// The JSON path of the element `index`.
    func path(of index: Int) -> String {
        if case .translated(let paths) = self, paths.indices.contains(index) { return paths[index] }
        return "\(path)[\(index)]"
    }
}

/// What the detections of one picture alone are called.
package enum DetectionListWord: String, CaseIterable, Sendable {
    case detections, predictions
}

/// Where a detection stands in its stage output.
package struct DetectionPosition: Hashable, Sendable, CustomStringConvertible {
    package let list: DetectionList
    /// In the list.
    package let detectionIndex: Int

    package init(_ list: DetectionList, _ index: Int) {
        self.list = list
        detectionIndex = index
    }

    /// An element of the `detections` of an element of `frames`.
    package init(frameIndex: Int, detectionIndex: Int) {
        self.init(.ofFrame(.element(frameIndex)), detectionIndex)
    }

    /// The JSON path, such as `$.frames[3].detections[7]` or `$[7]`.
    package var description: String { list.path(of: detectionIndex) }
}

/// A key point of a detection, in frame pixels.
package struct Keypoint: Hashable, Sendable, BitwiseCopyable {
    package var point: DetectionPoint
    /// As the stage gave it, usually 0…1; `nil` where it gave none.
    package var score: Double?

    package init(point: DetectionPoint, score: Double? = nil) {
        self.point = point
        self.score = score
    }
}

/// Which key points of a detection are joined by lines.
package enum Skeleton: Hashable, Sendable {
    /// A skeleton known by name, such as `coco17`.
    case named(String)
    case bones([Bone])

    /// A line between two key points, by their indices.
    package struct Bone: Hashable, Sendable {
        package let start: Int
        package let end: Int

        package init(start: Int, end: Int) {
            self.start = start
            self.end = end
        }
    }
}

/// An id that a stage chose: an integer or a text.
///
/// JSON may hold the same id as `7`, `7.0` or `"7"`: all three are `.integer(7)`. What is not the plain decimal form of
/// an integer (`"07"`, `"car"`, a number beyond 64 bits) stays a text.
package enum ReportedID<Kind>: Hashable, Sendable {
    case integer(Int)
    case name(String)

    package init(_ text: String) {
        if let integer = Int(text), String(integer) == text {
            self = .integer(integer)
        } else {
            self = .name(text)
        }
    }
}

extension ReportedID: CustomStringConvertible {
    package var description: String {
        switch self {
        case .integer(let integer): String(integer)
        case .name(let name): name
        }
    }
}

/// Marks the ids of classes.
package enum ClassKind {}

/// Marks the ids of tracks.
package enum TrackKind {}

/// The id of a class of things, such as COCO's 0 for a person.
package typealias ClassID = ReportedID<ClassKind>

/// The id of one thing followed from frame to frame.
package typealias TrackID = ReportedID<TrackKind>
