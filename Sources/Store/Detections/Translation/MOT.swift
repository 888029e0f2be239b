/// MOT Challenge's text, a line for each detection: frame, id, left, top, width, height, confidence, and x, y, z (results) or class and
/// visibility (ground truth): https://arxiv.org/abs/2003.09003
///
/// Frames, ids and boxes count from 1: the top left pixel is (1, 1). -1 is "none". In ground truth a confidence of 0 marks what is not to be
/// considered: it is dropped. Trackers that write a fraction for it (BoxMOT) mean the confidence, and then the class. Where a frame 0 is
/// named, frames count from 0, which a warning says.
extension Translator {
    static let mot = Translator(
        name: "mot",
        recognizes: { input in
            guard let lines = input.lines, !lines.isEmpty else { return false }
            let first = lines.prefix(20).map { numbers(of: $0.text) ?? [] }
            // What YOLO writes lies within 0…1 behind the class.
            let isPixels = first.contains { numbers in numbers.dropFirst(2).prefix(4).contains { $0 > 1 } }
            return isPixels
                && first.allSatisfy { numbers in
                    7...10 ~= numbers.count && numbers[1] == numbers[1].rounded() && numbers[4] >= 0 && numbers[5] >= 0
                }
        },
        translate: { input, translation throws(StageOutputError) in
            var isFromZero = false
            for line in input.lines ?? [] {
                let path = "line \(line.number)"
                guard let numbers = numbers(of: line.text), 6...10 ~= numbers.count else {
                    translation.skip(
                        path,
                        "is not 6 to 10 numbers: frame, id, left, top, width, height, confidence, x, y, z"
                    )
                    continue
                }
                guard let frame = Int(exactly: numbers[0]), frame >= 0 else {
                    translation.skip(path, "is of frame \(numbers[0].shown), which is no frame's number")
                    continue
                }
                if frame == 0 { isFromZero = true }
                translation.add(motMembers(numbers), to: frame, at: path)
            }
            guard isFromZero else { return translation.coordinates["frame_base"] = .integer(1) }
            let detail = "Frames are counted from 0, since there is one: MOT's count from 1."
            translation.warnings.append(Warning(.formatGuessed, detail))
        }
    )

    private static func motMembers(_ numbers: [Double]) -> Translation.Members {
        let score = numbers.count > 6 && numbers[6] != -1 ? numbers[6] : nil
        let isFraction = score.map { $0 > 0 && $0 < 1 } ?? false
        // Ground truth says last how much is to be seen.
        let isOfTracker = numbers.count == 9 && numbers[8] < 0
        let isTruth = 8...9 ~= numbers.count && numbers[7] >= 1 && !isFraction && !isOfTracker
        var members: Translation.Members = [
            "bbox": .numbers([numbers[2] - 1, numbers[3] - 1, numbers[4], numbers[5]])
        ]
        if numbers[1] >= 0 {
            members["track_id"] = Int(exactly: numbers[1]).map(JSONTree.integer) ?? .number(numbers[1])
        }
        if isTruth || isOfTracker || (numbers.count == 9 && isFraction) {
            members["class_id"] = wholeNumber(numbers[7])
        }
        guard isTruth else {
            members["confidence"] = score.map(JSONTree.number)
            return members
        }
        if numbers.count > 8 { members["attributes"] = .object(["visibility": .number(numbers[8])]) }
        if score == 0 { (members["status"], members["reason"]) = (.string("dropped"), .string("not considered")) }
        return members
    }

    /// `nil` where it is none, or negative.
    private static func wholeNumber(_ number: Double) -> JSONTree? {
        Int(exactly: number).flatMap { $0 < 0 ? nil : .integer($0) }
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
