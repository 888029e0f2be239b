/// What EasyOCR's `readtext` gives for one picture, `[[[[x, y], …four corners], "text", confidence], …]`, in pixels:
/// https://github.com/JaidedAI/EasyOCR
extension Translator {
    static let easyOCR = Translator(
        name: "easyocr",
        recognizes: { input in
            guard let first = input.firstElement?.elements, first.count >= 2 else { return false }
            return first[0].elements?.count == 4 && first[0].elements?.first?.doubles?.count == 2
                && first[1].text != nil
        },
        translate: { input, translation throws(StageOutputError) in
            translation.addFrame(nil)
            for (index, line) in (input.tree?.elements ?? []).enumerated() {
                guard let parts = line.elements, parts.count >= 2 else {
                    translation.skip("$[\(index)]", "is not corners, a text and a confidence")
                    continue
                }
                let confidence = parts.count > 2 ? parts[2] : nil
                translation.add(
                    JSONTree.members(["quad": parts[0], "text": parts[1], "confidence": confidence]),
                    to: nil,
                    at: "$[\(index)]"
                )
            }
        }
    )
}
