/// A shape of stage output: how a text in it is recognised, where its frames are, and how one detection is read.
///
/// A format is a value in a file of its own in this folder, and an entry in `all`.
package struct DetectionFormat: Sendable {
    /// Reads the detection at the cursor, which it passes; the answer is what of it cannot be used.
    typealias ReadDetection =
        @Sendable (DetectionReader, inout Detection, inout JSONCursor, inout FrameSuspicions) throws -> [DetectionFault]

    /// What a stage output declares as `format`.
    package let name: String
    /// Whether a text that declares nothing may be of this format, judged by what it begins with. Leaves the cursor anywhere.
    let recognizes: @Sendable (inout JSONCursor) throws(JSONError) -> Bool
    /// Walks the whole text at the cursor once, checks all of it, and notes where each frame's detections are. Throws
    /// `JSONError`, or a `StageOutputError` that says what the format has in its place.
    let outline: @Sendable (inout JSONCursor) throws -> OutputOutline
    let read: ReadDetection

    /// Every format that a stage output may have; of those that recognise a text the first counts.
    package static let all: [DetectionFormat] = [.cocoResults, .canonical]
}

/// Where the parts of a stage output are in its text, and what of it cannot be read.
struct OutputOutline {
    /// The members of a stage output that mean something beside its frames.
    enum Member: String, CaseIterable {
        case coordinates, format, frames, stats, zones, lines, match
        case frameBase = "frame_base"
        case frameStep = "frame_step"
        case numberBase = "number_base"
        case names
        case groundTruth = "ground_truth"
    }

    static let members = JSONKeyTable<Member>()

    /// In the order of the text; several may have one number.
    var frames: [FrameEntry] = []
    var ranges: [Member: Range<Int>] = [:]
    var notes = RowNotes()
    var faults = FaultList()
    /// What looks wrong but is taken as it is.
    var warnings: [Warning] = []
}

/// A value of the text that holds detections of one frame.
enum DetectionPiece: Hashable {
    /// An array of them; `count` elements, good or not. `region`: that of the frame that they are in, where it has one.
    case list(Range<Int>, DetectionList, count: Int, region: PictureRegion? = nil)
    /// One of them, the element `index` of the array at the top.
    case element(Range<Int>, index: Int)

    var range: Range<Int> {
        switch self {
        case .list(let range, _, _, _), .element(let range, _): range
        }
    }

    var count: Int {
        switch self {
        case .list(_, _, let count, _): count
        case .element: 1
        }
    }

    /// What of the frame they are of, where the piece says so.
    var region: PictureRegion? {
        if case .list(_, _, _, let region) = self { region } else { nil }
    }

    /// The array that they are in.
    var list: DetectionList {
        switch self {
        case .list(_, let list, _, _): list
        case .element: .top
        }
    }

    /// The same detections, each with its path in the text from which they were translated.
    func translated(from paths: [String]) -> DetectionPiece {
        guard case .list(let range, _, let count, let region) = self else { return self }
        return .list(range, .translated(paths), count: count, region: region)
    }

    /// The JSON path of all detections of the piece from `index` on.
    func path(from index: Int) -> String {
        switch self {
        case .list(_, .translated, _, _): "\(position(of: index)) and all that follow"
        case .list: "\(list.path)[\(index):]"
        case .element: position(of: index).description
        }
    }

    /// Where the detection `index` of the piece stands.
    func position(of index: Int) -> DetectionPosition {
        switch self {
        case .list(_, let list, _, _): DetectionPosition(list, index)
        case .element(_, let index): DetectionPosition(.top, index)
        }
    }
}
