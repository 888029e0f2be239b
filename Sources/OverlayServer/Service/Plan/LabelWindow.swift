package import Detections
package import Render
package import Store

/// How labels stand on the frames around one: along a track a label keeps its side, and in a crowd all keep their length.
///
/// Frames are drawn alone and in any order, so that nothing is remembered between them. What is looked at instead are up to five frames that the output
/// names on each side, at most fifteen numbers away; the sizes of texts are estimated, alike for all of them.
package struct LabelWindow {
    /// The side that a track's label has on most of the frames.
    let sides: [TrackID: LabelSide]
    /// The length that most labels have on half of the frames, counted from the longest; `nil` where nothing is known.
    let length: Int?

    package static let none = LabelWindow(sides: [:], length: nil)

    /// Frames on each side, and how far they may be.
    private static let frameCount = 5
    private static let reach = 15
    /// On a frame with more detections no label has a place of its own.
    private static let crowd = 500

    private init(sides: [TrackID: LabelSide], length: Int?) { (self.sides, self.length) = (sides, length) }

    /// Around frame `number` of `output`, on which `found` is, in frames of `size`.
    package init(
        around number: Int,
        _ found: FrameDetections,
        of output: MergedStageOutput,
        _ style: Style,
        _ size: PixelSize
    ) {
        guard found.detections.count > 1, found.detections.count <= Self.crowd, style.shows(.labels) else {
            self = .none
            return
        }
        var counts: [TrackID: [LabelSide: Int]] = [:]
        var lengths: [Int] = []
        for found in [found] + Self.neighbors(of: number, in: output, size) {
            let layout = LabelLayout(found, style, size)
            lengths.append(layout.placement.firstLength)
            for case (let track?, let place?) in zip(layout.tracks, layout.placement.places) {
                counts[track, default: [:]][place.side, default: 0] += 1
            }
        }
        sides = counts.compactMapValues { sides in
            sides.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
        }
        length = lengths.sorted()[lengths.count / 2]
    }

    private static func neighbors(
        of number: Int,
        in output: MergedStageOutput,
        _ size: PixelSize
    ) -> [FrameDetections] {
        var found: [FrameDetections] = []
        for direction in [-1, 1] {
            let numbers: [Int] = (1...reach).map { number + $0 * direction }
            for number in numbers.filter({ output.frame($0) != nil }).prefix(frameCount) {
                if let answer = output.detections(of: number, in: FrameSize(size)) { found.append(answer.detections) }
            }
        }
        return found
    }
}

/// Where the labels of one frame would stand, with sizes by the number of their characters.
private struct LabelLayout {
    /// Of each label.
    let tracks: [TrackID?]
    let placement: LabelPlacement

    /// Of a character, and of a line, in ems: those of the usual font for most languages.
    private static let characterWidth = 0.6
    private static let lineHeight = 1.56

    init(_ found: FrameDetections, _ style: Style, _ size: PixelSize) {
        let filter = DetectionFilter(style)
        let marks = found.detections.lazy.filter { filter.field(hiding: $0) == nil }.map {
            Mark(detection: $0, color: .white)
        }
        let sizes = MarkSizes(style: style, frame: size)
        let labels = LabelMarks(Array(marks), frame: size, lineHeight: sizes.fontSize * 2).marks
        let inset = sizes.thickness
        let requests = labels.map { label in
            LabelPlacement.Request(anchor: label.anchor.expanded(by: inset / 2), inset: inset, isFixed: label.isFixed)
        }
        tracks = labels.map(\.trackID)
        placement = LabelPlacement(requests, frame: size) { number, length in
            guard length < labels[number].texts.count else { return nil }
            let characters = Double(labels[number].texts[length].count)
            return LabelPlacement.Size(
                width: (sizes.fontSize * (0.7 + Self.characterWidth * characters)).rounded(),
                height: (sizes.fontSize * Self.lineHeight).rounded()
            )
        }
    }
}
