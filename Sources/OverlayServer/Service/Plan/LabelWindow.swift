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
    /// The length that labels begin with on half of the frames, counted from the longest; `nil` where nothing is known.
    let length: Int?

    package static let none = LabelWindow(sides: [:], length: nil)

    /// Frames on each side, and how far they may be.
    private static let frameCount = 5
    private static let reach = 15
    /// On a frame with more detections no label has a place of its own.
    private static let crowd = 500

    private init(sides: [TrackID: LabelSide], length: Int?) { (self.sides, self.length) = (sides, length) }

    /// Around frame `number` of `output`, on which `found` is; `layout` gives that of any frame that the output names.
    init(
        around number: Int,
        _ found: FrameDetections,
        of output: MergedStageOutput,
        _ style: Style,
        layout: (Int) -> LabelLayout?
    ) {
        let hasTracks = found.detections.contains { $0.trackID != nil }
        guard found.detections.count <= Self.crowd, style.shows(.labels),
            hasTracks || found.detections.count > LabelPlacement.few
        else {
            self = .none
            return
        }
        var counts: [TrackID: [LabelSide: Int]] = [:]
        var lengths: [Int] = []
        for layout in Self.numbers(around: number, in: output).compactMap(layout) {
            lengths.append(layout.firstLength)
            for (track, side) in layout.sides { counts[track, default: [:]][side, default: 0] += 1 }
        }
        sides = counts.compactMapValues { sides in
            sides.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
        }
        length = lengths.isEmpty ? nil : lengths.sorted()[lengths.count / 2]
    }

    /// As above, where nothing is known of any frame yet.
    package init(
        around number: Int,
        _ found: FrameDetections,
        of output: MergedStageOutput,
        _ style: Style,
        _ size: PixelSize
    ) {
        self.init(around: number, found, of: output, style) { LabelLayout(of: $0, in: output, style, size) }
    }

    private static func numbers(around number: Int, in output: MergedStageOutput) -> [Int] {
        var numbers = [number]
        for direction in [-1, 1] {
            let near: [Int] = (1...reach).map { number + $0 * direction }
            numbers += near.filter { output.frame($0) != nil }.prefix(frameCount)
        }
        return numbers
    }
}

/// Where the labels of one frame would stand, with sizes by the number of their characters.
struct LabelLayout: Sendable {
    let sides: [(track: TrackID, side: LabelSide)]
    /// The length that labels begin with.
    let firstLength: Int

    /// Of a character, and of a line, in ems: those of the usual font for most languages.
    private static let characterWidth = 0.6
    private static let lineHeight = 1.56

    /// `nil` where the output does not name the frame.
    init?(of number: Int, in output: MergedStageOutput, _ style: Style, _ size: PixelSize) {
        guard let found = output.detections(of: number, in: FrameSize(size))?.detections else { return nil }
        self.init(found, style, size)
    }

    private init(_ found: FrameDetections, _ style: Style, _ size: PixelSize) {
        let filter = DetectionFilter(style)
        let shown = found.detections.filter { filter.field(hiding: $0) == nil }
        let marks = shown.map { Mark(detection: $0, color: .white) }
        let sizes = MarkSizes(style: style, frame: size)
        let labels = LabelMarks(marks, frame: size, lineHeight: sizes.fontSize * 2).marks
        let inset = sizes.thickness
        let requests = labels.map { label in
            LabelPlacement.Request(anchor: label.anchor.expanded(by: inset / 2), inset: inset, isFixed: label.isFixed)
        }
        let placement = LabelPlacement(requests, frame: size) { number, length in
            guard length < labels[number].texts.count else { return nil }
            let characters = Double(labels[number].texts[length].count)
            return LabelPlacement.Size(
                width: (sizes.fontSize * (0.7 + Self.characterWidth * characters)).rounded(),
                height: (sizes.fontSize * Self.lineHeight).rounded()
            )
        }
        sides = zip(labels, placement.places).compactMap { label, place in
            guard let track = label.trackID, let place else { return nil }
            return (track, place.side)
        }
        firstLength = placement.firstLength
    }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 64 + sides.count * 32 }
}
