/// What Gemini answers when it is asked for boxes, `[{"box_2d": [ymin, xmin, ymax, xmax], "label": …}]`, in thousandths of the picture, often in a
/// Markdown fence: https://ai.google.dev/gemini-api/docs/image-understanding
///
/// A `point` is y, x. Masks as pictures are named and left out.
extension Translator {
    static let gemini = Translator(
        name: "gemini",
        recognizes: { input in input.firstElement?.first("box_2d", "point") != nil },
        translate: { input, translation throws(StageOutputError) in
            translation.coordinates = ["space": .string("per_mille"), "box": .string("yxyx")]
            translation.addFrame(nil)
            for (index, answer) in (input.tree?.elements ?? []).enumerated() {
                let path = "$[\(index)]"
                let point = answer["point"]?.doubles.map { JSONTree.array([.numbers($0.reversed())]) }
                if answer["mask"] != nil { translation.skip("\(path).mask", "is a picture: drawn without it") }
                let members = [
                    "label": answer["label"], "bbox": answer["box_2d"], "keypoints": point,
                    "confidence": answer["confidence"],
                ]
                translation.add(JSONTree.members(members), to: nil, at: path)
            }
        }
    )
}
