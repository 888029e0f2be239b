/// YOLO's text of one picture, a line for each detection, normalized: class and the box's centre, width and height; or class and the corners of
/// an outline (four for a turned box); or class, box and key points with x, y and visibility. A confidence and a track id may follow:
/// https://docs.ultralytics.com/datasets/detect/
///
/// Six numbers are a box with a confidence, or with a track where that is whole and above 1; seven a box with both where the last is whole and the
/// one before lies within 0…1, else a triangle. An even count of more is an outline with a confidence. Darknet writes the confidence before
/// the box: so does a text of which that alone keeps all boxes inside the picture, which a warning says.
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
            let rows = (input.lines ?? []).map { ($0.number, numbers(of: $0.text) ?? []) }
            let isDarknet = isDarknet(rows.map(\.1))
            if isDarknet {
                let detail =
                    "The confidence is taken to stand before the box: behind it, boxes would leave the picture."
                translation.warnings.append(Warning(.formatGuessed, detail))
            }
            for (line, numbers) in rows {
                guard numbers.count >= 5, let number = Int(exactly: numbers[0]) else {
                    translation.skip("line \(line)", "is not a class and at least four numbers")
                    continue
                }
                var rest = Array(numbers.dropFirst())
                if isDarknet { rest.append(rest.removeFirst()) }
                var members = yoloMembers(rest)
                members["class_id"] = .integer(number)
                translation.add(members, to: nil, at: "line \(line)")
            }
        }
    )

    private static func isDarknet(_ rows: [[Double]]) -> Bool {
        guard !rows.isEmpty, rows.allSatisfy({ $0.count == 6 }) else { return false }
        let isInside = { (row: [Double], start: Int) in
            let (x, y, width, height) = (row[start], row[start + 1], row[start + 2] / 2, row[start + 3] / 2)
            return min(x - width, y - height) > -0.01 && max(x + width, y + height) < 1.01
        }
        return rows.contains { !isInside($0, 1) } && rows.allSatisfy { isInside($0, 2) && 0...1 ~= $0[1] }
    }

    /// `numbers` are those after the class.
    private static func yoloMembers(_ numbers: [Double]) -> Translation.Members {
        let track = numbers.last.flatMap { $0 == $0.rounded() ? Int(exactly: $0).map(JSONTree.integer) : nil }
        let box = JSONTree.numbers(Array(numbers.prefix(4)))
        switch numbers.count {
        case 4: return ["bbox": box]
        case 5 where numbers[4] > 1 && track != nil: return JSONTree.members(["bbox": box, "track_id": track])
        case 5: return ["bbox": box, "confidence": .number(numbers[4])]
        case 6 where 0...1 ~= numbers[4] && track != nil:
            return JSONTree.members(["bbox": box, "confidence": .number(numbers[4]), "track_id": track])
        default: return yoloPose(numbers) ?? yoloOutline(numbers)
        }
    }

    private static func yoloOutline(_ numbers: [Double]) -> Translation.Members {
        let hasScore = !numbers.count.isMultiple(of: 2)
        let outline = hasScore ? numbers.dropLast() : numbers[...]
        return JSONTree.members([
            (outline.count == 8 ? "quad" : "polygon"): .numbers(Array(outline)),
            "confidence": hasScore ? numbers.last.map(JSONTree.number) : nil,
        ])
    }

    /// The box and, of each key point, x, y and what COCO calls its visibility (0, 1 or 2), or the confidence of COCO's 17; `nil` where they are
    /// not that.
    private static func yoloPose(_ numbers: [Double]) -> Translation.Members? {
        let hasScore = (numbers.count - 4) % 3 == 1
        let points = numbers.dropFirst(4).dropLast(hasScore ? 1 : 0)
        guard points.count.isMultiple(of: 3), !points.isEmpty else { return nil }
        let starts = stride(from: points.startIndex, to: points.endIndex, by: 3)
        guard points.count == 17 * 3 || starts.allSatisfy({ [0, 1, 2].contains(points[$0 + 2]) }) else { return nil }
        let keypoints = starts.map { start in
            points[start + 2] == 0
                ? JSONTree.null : .numbers([points[start], points[start + 1], points[start + 2]])
        }
        return JSONTree.members([
            "bbox": .numbers(Array(numbers.prefix(4))), "keypoints": .array(keypoints),
            "confidence": hasScore ? numbers.last.map(JSONTree.number) : nil,
        ])
    }
}
