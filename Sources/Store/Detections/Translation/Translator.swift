/// A shape that other tools write, translated into the canonical one before it is indexed.
///
/// A translator is a value in a file of its own in this folder, and an entry in `all`.
package struct Translator: Sendable {
    /// What a stage output, the configuration or the command line declares as its format.
    package let name: String
    /// Whether a text that declares nothing is of this format.
    let recognizes: @Sendable (TranslatorInput) -> Bool
    /// Throws `StageOutputError` where the text cannot be of this format.
    let translate: @Sendable (TranslatorInput, inout Translation) throws(StageOutputError) -> Void

    /// Of those that recognise a text the first counts.
    package static let all: [Translator] = [
        .cocoAnnotations, .supervision, .ultralytics, .roboflow, .labelStudio, .cvat, .rekognition, .fiftyone, .labelme,
        .googleVideo, .googleVision, .azure, .easyOCR, .gemini, .mot, .yolo,
    ]
}

/// The text that is to be translated.
enum TranslatorInput {
    case json(JSONTree)
    /// Lines that are not empty, with their numbers from 1 on.
    case lines([(number: Int, text: Substring)])

    var tree: JSONTree? { if case .json(let tree) = self { tree } else { nil } }
    var lines: [(number: Int, text: Substring)]? { if case .lines(let lines) = self { lines } else { nil } }

    /// The first of the objects that the text is an array of.
    var firstElement: JSONTree? { tree?.elements?.first }

    /// The lists of detections that a JSON text may be for tools that have no word for a frame: an array of them (one picture), or an
    /// array of such arrays, a frame each.
    var detectionLists: [(frame: Int?, path: String, elements: [JSONTree])] {
        guard let elements = tree?.elements else { return [] }
        if !elements.isEmpty, elements.allSatisfy({ $0.elements != nil }) {
            return elements.enumerated().map { ($0, "$[\($0)]", $1.elements ?? []) }
        }
        return [(nil, "$", elements)]
    }
}

extension JSONTree {
    /// The first of `names` that is there.
    func first(_ names: String...) -> JSONTree? { names.lazy.compactMap { self[$0] }.first }

    /// The numbers of the members `names`, all of which are there.
    func doubles(_ names: String...) -> [Double]? {
        let numbers = names.compactMap { self[$0]?.double }
        return numbers.count == names.count ? numbers : nil
    }

    /// A confidence of the tools that write -1, or another negative number, for none.
    var confidence: JSONTree? { double.map { $0 < 0 } == true ? nil : self }

    /// The members that are there.
    static func members(_ members: [String: JSONTree?]) -> Translation.Members { members.compactMapValues(\.self) }
}
