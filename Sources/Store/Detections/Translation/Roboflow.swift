/// What Roboflow's inference answers: `{"predictions": [{"x", "y", "width", "height", "class", "confidence", "points"}], "image": {"width",
/// "height"}}` with the box's centre in pixels: https://docs.roboflow.com/deploy/serverless/object-detection
///
/// One answer is one picture; an array of them is a frame each, by `frame_id` or `frame` where they say it, else by their place.
extension Translator {
    static let roboflow = Translator(
        name: "roboflow",
        recognizes: { input in
            guard let answer = input.tree?.elements?.first ?? input.tree else { return false }
            guard let first = answer["predictions"]?.elements?.first else {
                return answer["predictions"] != nil && answer["image"]?["width"] != nil
            }
            return first["bbox"] == nil && first.doubles("x", "y", "width", "height") != nil && first["class"] != nil
        },
        translate: { input, translation throws(StageOutputError) in
            guard let answers = input.tree?.elements else {
                if let tree = input.tree {
                    addRoboflow(tree, to: tree.first("frame_id", "frame")?.whole, at: "$", &translation)
                }
                return
            }
            if answers.first?["predictions"] == nil, answers.first?["x"] != nil {
                return addRoboflow(.object(["predictions": .array(answers)]), to: nil, at: "$", &translation)
            }
            for (index, answer) in answers.enumerated() {
                addRoboflow(
                    answer,
                    to: answer.first("frame_id", "frame")?.whole ?? index,
                    at: "$[\(index)]",
                    &translation
                )
            }
        }
    )

    private static func addRoboflow(
        _ answer: JSONTree,
        to frame: Int?,
        at path: String,
        _ translation: inout Translation
    ) {
        translation.coordinates["box"] = .string("cxcywh")
        translation.addFrame(frame)
        if let width = answer["image"]?["width"]?.whole, let height = answer["image"]?["height"]?.whole, width > 0 {
            (translation.coordinates["width"], translation.coordinates["height"]) = (.integer(width), .integer(height))
        }
        for (index, prediction) in (answer["predictions"]?.elements ?? []).enumerated() {
            let points = prediction["keypoints"]?.elements?.map { point in
                JSONTree.array([point["x"], point["y"], point["confidence"]].compactMap(\.self))
            }
            translation.add(
                JSONTree.members([
                    "id": prediction["detection_id"], "label": prediction["class"], "class_id": prediction["class_id"],
                    "confidence": prediction["confidence"], "track_id": prediction["tracker_id"],
                    "bbox": prediction.doubles("x", "y", "width", "height").map(JSONTree.numbers),
                    "polygon": (prediction["points"]?.elements?.isEmpty ?? true) ? nil : prediction["points"],
                    "mask": prediction.first("rle", "rle_mask"), "keypoints": points.map(JSONTree.array),
                ]),
                to: frame,
                at: "\(path).predictions[\(index)]"
            )
        }
    }
}
