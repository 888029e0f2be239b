import Store

/// Which detections a style shows.
struct DetectionFilter {
    private let style: Style

    init(_ style: Style) { self.style = style }

    /// The style's field that hides `detection`; `nil` where it is shown.
    func field(hiding detection: Detection) -> String? {
        if detection.status == .dropped, style.dropped == .hide { return "dropped" }
        if let confidence = detection.confidence, confidence < style.minConfidence { return "min_confidence" }
        if let classes = style.classes, classes.isDisjoint(with: detection.classNames) { return "classes" }
        if let tracks = style.tracks, !(detection.trackID.map { tracks.contains($0.description) } ?? false) {
            return "tracks"
        }
        return nil
    }
}

extension Detection {
    fileprivate var classNames: [String] { [label, classID?.description].compactMap(\.self) }
}
