package import Detections
package import Render
package import Store

/// How labels stand on the frames around one: along a track a label keeps its side, and in a crowd all keep their length.
///
/// Frames are drawn alone and in any order, so that nothing is remembered between them. What is looked at instead are up to eight frames that the output
/// names on each side, at most 24 numbers away; the sizes of texts are estimated, alike for all of them.
package struct LabelWindow {
    /// The side that a track's label has on most of the frames.
    let sides: [TrackID: LabelSide]
    /// The length that labels begin with on half of the frames, counted from the longest; `nil` where nothing is known.
    let length: Int?

    package static let none = LabelWindow(sides: [:], length: nil)

    /// Frames on each side, and how far they may be.
    private static let frameCount = 8
    private static let reach = 24
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
        let layouts = Self.numbers(around: number, in: output).compactMap(layout)
        let lengths = layouts.map(\.firstLength).sorted()
        length = lengths.isEmpty ? nil : lengths[lengths.count / 2]
        // Again and again: two labels that each have a place on most frames cannot both have it where it is the same.
        sides = (0..<Self.rounds).reduce(Self.usual(layouts.map(\.alone))) { sides, _ in
            Self.usual(layouts.map { $0.sides(preferring: sides) })
        }
    }

    private static let rounds = 2

    /// The side that each track's label has most often.
    private static func usual(_ frames: [LabelLayout.Sides]) -> [TrackID: LabelSide] {
        var counts: [TrackID: [LabelSide: Int]] = [:]
        for (track, side) in frames.joined() { counts[track, default: [:]][side, default: 0] += 1 }
        return counts.compactMapValues { sides in
            sides.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
        }
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
    typealias Sides = [(track: TrackID, side: LabelSide)]

    private let labels: [LabelMarks.LabelMark]
    private let sizes: MarkSizes
    private let frame: PixelSize
    /// Where nothing is known of other frames.
    private(set) var alone: Sides = []
    /// The length that labels begin with.
    private(set) var firstLength = 0

    /// Of a character, of a line, and of each that follows, in ems: those of the usual font for most languages.
    private static let characterWidth = 0.6
    private static let lineHeight = 1.56
    private static let nextLine = 1.17

    /// `nil` where the output does not name the frame.
    init?(of number: Int, in output: MergedStageOutput, _ style: Style, _ size: PixelSize) {
        guard let found = output.detections(of: number, in: FrameSize(size))?.detections else { return nil }
        let filter = DetectionFilter(style)
        let shown = found.detections.filter { filter.field(hiding: $0) == nil }
        let marks = shown.map { Mark(detection: $0, color: .white, frame: number) }
        (sizes, frame) = (MarkSizes(style: style, frame: size), size)
        labels = LabelMarks(marks, style.label, frame: size, lineHeight: sizes.fontSize * 2).marks
        let placement = placement(preferring: [:])
        (alone, firstLength) = (sides(of: placement), placement.firstLength)
    }

    /// Where those that can stand on the side that they have in `sides` do.
    func sides(preferring sides: [TrackID: LabelSide]) -> Sides { self.sides(of: placement(preferring: sides)) }

    private func sides(of placement: LabelPlacement) -> Sides {
        zip(labels, placement.places).compactMap { label, place in
            guard let track = label.trackID, let place else { return nil }
            return (track, place.side)
        }
    }

    private func placement(preferring sides: [TrackID: LabelSide]) -> LabelPlacement {
        let inset = sizes.thickness
        let requests = labels.map { label in
            LabelPlacement.Request(
                anchor: label.anchor.expanded(by: inset / 2),
                inset: inset,
                preferred: label.trackID.flatMap { sides[$0] },
                isFixed: label.isFixed
            )
        }
        return LabelPlacement(requests, frame: frame) { [labels, fontSize = sizes.fontSize] number, length in
            guard length < labels[number].texts.count else { return nil }
            let lines = labels[number].texts[length].split(
                omittingEmptySubsequences: false,
                whereSeparator: \.isNewline
            )
            let characters = Double(lines.map(\.count).max() ?? 0)
            return LabelPlacement.Size(
                width: (fontSize * (0.7 + Self.characterWidth * characters)).rounded(),
                height: (fontSize * (Self.lineHeight + Self.nextLine * Double(lines.count - 1))).rounded()
            )
        }
    }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 64 + labels.count * 256 }
}
