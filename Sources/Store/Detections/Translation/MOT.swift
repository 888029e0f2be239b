/// MOT Challenge's text, a line for each detection: frame, id, left, top, width, height, confidence, and x, y, z (results) or class and
/// visibility (ground truth): https://arxiv.org/abs/2003.09003
///
/// Frames, ids and boxes count from 1: the top left pixel is (1, 1). -1 is "none". In ground truth a confidence of 0 marks what is not to be
/// considered: it is dropped.
extension Translator {
    static let mot = Translator(
        name: "mot",
        recognizes: { input in
            guard let lines = input.lines, !lines.isEmpty else { return false }
            return lines.prefix(20).allSatisfy { line in
                guard let numbers = numbers(of: line.text), 7...10 ~= numbers.count, line.text.contains(",") else {
                    return false
                }
                return numbers[0] >= 1 && numbers[0] == numbers[0].rounded() && numbers[4] >= 0 && numbers[5] >= 0
            }
        },
        translate: { input, translation throws(StageOutputError) in
            translation.coordinates["frame_base"] = .integer(1)
            for line in input.lines ?? [] {
                let path = "line \(line.number)"
                guard let numbers = numbers(of: line.text), 6...10 ~= numbers.count,
                    let frame = Int(exactly: numbers[0])
                else {
                    translation.skip(
                        path,
                        "is not 6 to 10 numbers: frame, id, left, top, width, height, confidence, x, y, z"
                    )
                    continue
                }
                translation.add(motMembers(numbers), to: frame, at: path)
            }
        }
    )

    private static func motMembers(_ numbers: [Double]) -> Translation.Members {
        let isTruth = 8...9 ~= numbers.count && numbers[7] >= 1
        let score = numbers.count > 6 && numbers[6] >= 0 ? numbers[6] : nil
        var members: Translation.Members = [
            "bbox": .numbers([numbers[2] - 1, numbers[3] - 1, numbers[4], numbers[5]])
        ]
        if numbers[1] >= 0 {
            members["track_id"] = Int(exactly: numbers[1]).map(JSONTree.integer) ?? .number(numbers[1])
        }
        guard isTruth else {
            members["confidence"] = score.map(JSONTree.number)
            return members
        }
        members["class_id"] = Int(exactly: numbers[7]).map(JSONTree.integer)
        if numbers.count > 8 { members["attributes"] = .object(["visibility": .number(numbers[8])]) }
        if score == 0 { (members["status"], members["reason"]) = (.string("dropped"), .string("not considered")) }
        return members
    }

    /// The numbers of a line, between commas or spaces; `nil` where there is anything else.
    static func numbers(of line: Substring) -> [Double]? {
        var numbers: [Double] = []
        for word in line.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" || $0 == "\r" || $0 == ";" }) {
            guard let number = Double(word) else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
