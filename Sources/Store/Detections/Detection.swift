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
    /// By which the box is turned about its centre, in degrees.
    package var angle: Double?
    /// The corners of a closed outline: at least 3, or none.
    package var polygon: [DetectionPoint] = []
    /// The corners of an open line: at least 2, or none.
    package var polyline: [DetectionPoint] = []
    /// The corners of a four-sided outline, such as a line of text: 4, or none.
    package var quad: [DetectionPoint] = []
    /// What was read at this place.
    package var text: String?
    package var mask: RunLengthMask?
    /// The key of the mask's picture, where the mask is an object of its own.
    package var maskKey: String?
    package var keypoints: [Keypoint] = []
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
            || !(polygon.isEmpty && polyline.isEmpty && quad.isEmpty && keypoints.isEmpty)
    }
}
