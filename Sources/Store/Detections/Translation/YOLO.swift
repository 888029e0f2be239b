/// YOLO's text of one picture, a line for each detection, normalized: class and the box's centre, width and height; or class and the corners of
/// an outline (four for a turned box). A confidence and a track id may follow: https://docs.ultralytics.com/datasets/detect/
///
/// Seven numbers are a box with confidence and track where the last is whole and the one before lies within 0…1, else a triangle. An even count
/// of more than six is an outline with a confidence.
extension Translator {
    static let yolo = Translator(
        name: "yolo",
        recognizes: { input in
            guard let lines = input.lines, !lines.isEmpty else { return false }
            return lines.prefix(20).allSatisfy { line in
                guard !line.text.contains(","), let numbers = numbers(of: line.text), numbers.count >= 5 else {
                    return false
                }
                return numbers[0] >= 0 && numbers[0] == numbers[0].rounded()
                    && numbers[1...4].allSatisfy { -0.5...1.5 ~= $0 }
            }
        },
        translate: { input, translation throws(StageOutputError) in
            translation.coordinates = ["space": .string("normalized"), "box": .string("cxcywh")]
            translation.addFrame(nil)
            for line in input.lines ?? [] {
                let path = "line \(line.number)"
                guard let numbers = numbers(of: line.text), numbers.count >= 5, let number = Int(exactly: numbers[0])
                else {
                    translation.skip(path, "is not a class and at least four numbers")
                    continue
                }
                var members = yoloMembers(Array(numbers.dropFirst()))
                members["class_id"] = .integer(number)
                translation.add(members, to: nil, at: path)
            }
        }
    )

    /// `numbers` are those after the class.
    private static func yoloMembers(_ numbers: [Double]) -> Translation.Members {
        let isTracked = numbers.count == 6 && 0...1 ~= numbers[4] && numbers[5] == numbers[5].rounded()
        if numbers.count <= 5 || isTracked {
            return JSONTree.members([
                "bbox": .numbers(Array(numbers.prefix(4))), "confidence": numbers.count > 4 ? .number(numbers[4]) : nil,
                "track_id": isTracked ? Int(exactly: numbers[5]).map(JSONTree.integer) : nil,
            ])
        }
        let hasScore = !numbers.count.isMultiple(of: 2)
        let outline = hasScore ? numbers.dropLast() : numbers[...]
        return JSONTree.members([
            (outline.count == 8 ? "quad" : "polygon"): .numbers(Array(outline)),
            "confidence": hasScore ? numbers.last.map(JSONTree.number) : nil,
        ])
    }
}
