/// What Ultralytics' `Results.to_json()` and `summary()` write: `name`, `class`, `confidence`, `box` with x1, y1, x2, y2 (and x3, y3, x4,
/// y4 for turned boxes), `track_id`, `segments` and `keypoints` with an array each for x, y and visible:
/// https://docs.ultralytics.com/reference/engine/results/
///
/// An array of them is one picture; an array of such arrays is a frame each. Nothing says whether coordinates are pixels or
/// `normalize=True`; they are taken as normalized where none is above 1, which a warning says.
extension Translator {
    static let ultralytics = Translator(
        name: "ultralytics",
        recognizes: { input in
            let lists = input.detectionLists
            guard let first = lists.lazy.compactMap(\.elements.first).first else { return false }
            return first["class"]?.whole != nil && (first["box"]?.doubles("x1", "y1", "x2", "y2") != nil)
        },
        translate: { input, translation throws(StageOutputError) in
            for list in input.detectionLists {
                translation.addFrame(list.frame)
                for (index, detection) in list.elements.enumerated() {
                    translation.add(ultralyticsMembers(detection), to: list.frame, at: "\(list.path)[\(index)]")
                }
            }
            translation.coordinates["box"] = .string("xyxy")
            guard let greatest = translation.greatest(of: "bbox", "quad", "polygon", "keypoints"), greatest <= 1 else {
                return
            }
            translation.coordinates["space"] = .string("normalized")
            let detail = "Coordinates are taken as normalized, since none of them is above 1."
            translation.warnings.append(Warning(.formatGuessed, detail))
        }
    )

    static func ultralyticsMembers(_ detection: JSONTree) -> Translation.Members {
        let box = detection["box"]
        let corners = box?.doubles("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4")
        let turned = corners.map { corners in (0..<4).map { (x: corners[$0 * 2], y: corners[$0 * 2 + 1]) } }
        var members = JSONTree.members([
            "label": detection["name"], "class_id": detection["class"], "confidence": detection["confidence"],
            "track_id": detection["track_id"],
            "bbox": turned == nil ? box?.doubles("x1", "y1", "x2", "y2").map(JSONTree.numbers) : nil,
            "quad": turned.map { JSONTree.points($0) },
            "polygon": axes(of: detection["segments"]).flatMap { $0.count < 3 ? nil : JSONTree.points($0) },
        ])
        if let points = axes(of: detection["keypoints"]) {
            let visible = detection["keypoints"]?["visible"]?.doubles
            members["keypoints"] = .array(
                points.enumerated().map { index, point in
                    let score = visible.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                    // What the model did not find stands at the corner.
                    if (point.x, point.y) == (0, 0), (score ?? 0) == 0 { return .null }
                    return .numbers([point.x, point.y] + (score.map { [$0] } ?? []))
                }
            )
        }
        return members
    }

    /// The points whose x and y are arrays of their own.
    private static func axes(of value: JSONTree?) -> [(x: Double, y: Double)]? {
        guard let x = value?["x"]?.doubles, let y = value?["y"]?.doubles, x.count == y.count else { return nil }
        return zip(x, y).map { (x: $0, y: $1) }
    }
}
