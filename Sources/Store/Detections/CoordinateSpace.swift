/// What the coordinates of a stage output mean: the canonical shape's `coordinates`.
package struct CoordinateSpace: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case pixels, normalized, percent
        case perMille = "per_mille"
    }

    /// The meaning of a box's four numbers.
    package enum BoxLayout: String, CaseIterable, Sendable {
        case xywh, xyxy, cxcywh, yxyx

        /// The four numbers by name, for messages.
        var names: [String] {
            switch self {
            case .xywh: ["x", "y", "width", "height"]
            case .xyxy: ["x1", "y1", "x2", "y2"]
            case .cxcywh: ["center x", "center y", "width", "height"]
            case .yxyx: ["y1", "x1", "y2", "x2"]
            }
        }
    }

    /// The size of the picture that the coordinates are of, in pixels.
    package struct PictureSize: Hashable, Sendable {
        package let width: Double
        package let height: Double
    }

    package var unit = Unit.pixels
    package var boxLayout = BoxLayout.xywh
    /// `nil`: the frame's.
    package var pictureSize: PictureSize?
    /// The number of the first frame, 0 or 1.
    package var frameBase = 0

    package init() {}
}
