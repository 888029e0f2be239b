/// What Gemini answers when it is asked for boxes, `[{"box_2d": [ymin, xmin, ymax, xmax], "label": …}]`, in thousandths of the picture, often in a
/// Markdown fence: https://ai.google.dev/gemini-api/docs/image-understanding
///
/// A `point` is y, x. Corners that are the wrong way round are put in order. Masks as pictures are named and left out. Qwen's `bbox_2d` are x, y, x, y in
/// pixels of the picture that the model was shown, which need not be the frame's: a warning says so.
extension Translator {
    static let gemini = Translator(
        name: "gemini",
        recognizes: { input in input.firstElement?.first("box_2d", "bbox_2d", "point") != nil },
        translate: { input, translation throws(StageOutputError) in
            let isPixels = input.firstElement?["bbox_2d"] != nil
            if isPixels {
                translation.coordinates = ["box": .string("xyxy")]
                let detail = "Boxes are taken as pixels of the frame; the model may have been shown another size."
                translation.warnings.append(
                    Warning(.formatGuessed, detail, declare: #"{"coordinates": {"width": …, "height": …}}"#)
                )
            } else {
                translation.coordinates = ["space": .string("per_mille"), "box": .string("yxyx")]
            }
            translation.addFrame(nil)
            for (index, answer) in (input.tree?.elements ?? []).enumerated() {
                let path = "$[\(index)]"
                let point = answer["point"]?.doubles.map { JSONTree.array([.numbers($0.reversed())]) }
                if answer["mask"] != nil { translation.skip("\(path).mask", "is a picture: drawn without it") }
                let box = answer[isPixels ? "bbox_2d" : "box_2d"]
                let corners = box?.doubles.flatMap { $0.count == 4 ? $0 : nil }.map { box in
                    JSONTree.numbers([
                        min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]),
                    ])
                }
                let members = [
                    "label": answer["label"], "bbox": corners ?? box, "keypoints": point,
                    "confidence": answer["confidence"],
                ]
                translation.add(JSONTree.members(members), to: nil, at: path)
            }
        }
    )
}
