package import Detections
package import Render
package import Store

/// How labels stand on the frames around one: along a track a label keeps its side, and in a crowd all keep their length.
///
/// Frames are drawn alone and in any order, so that nothing is remembered between them. What is looked at instead are the frames of a block of 24 numbers, in
/// which all labels stand alike, and those of the block before, from whose sides labels do not part without need. The sizes of texts are estimated.
package struct LabelWindow: Sendable {
    /// The side that a track's label has on these frames, where it can.
    let sides: [TrackID: LabelSide]
    /// The length that labels begin with on half of the frames, counted from the longest; `nil` where nothing is known.
    let length: Int?

    package static let none = LabelWindow(sides: [:], length: nil)

    private static let blockSize = 24
    /// On a frame with more detections no label has a place of its own.
    fileprivate static let crowd = 500

    private init(sides: [TrackID: LabelSide], length: Int?) { (self.sides, self.length) = (sides, length) }

    /// The block that a frame is in.
    static func block(of number: Int) -> Int { number / blockSize }

    /// Whether labels on a frame could stand in several ways.
    static func isNeeded(by found: FrameDetections, _ style: Style) -> Bool {
        let hasTracks = found.detections.contains { $0.trackID != nil }
        return found.detections.count <= crowd && style.shows(.labels)
            && (hasTracks || found.detections.count > LabelPlacement.few)
    }

    /// Of a block of frames of `size`; `layout` gives that of any frame that the output names.
    init(ofBlock block: Int, on size: PixelSize, layout: (Int) -> LabelLayout?) {
        let blocks = (max(block - 1, 0)...block).map { block in
            (block * Self.blockSize..<(block + 1) * Self.blockSize).compactMap(layout)
        }
        let lengths = blocks[blocks.count - 1].map(\.firstLength).sorted()
        length = lengths.isEmpty ? nil : lengths[lengths.count / 2]
        sides = blocks.reduce([:]) { Self.sides($1, before: $0, on: size) }
    }

    /// Around frame `number` of `output`, on which `found` is.
    package init(
        around number: Int,
        _ found: FrameDetections,
        of output: MergedStageOutput,
        _ style: Style,
        _ size: PixelSize
    ) {
        guard Self.isNeeded(by: found, style) else {
            self = .none
            return
        }
        self.init(ofBlock: Self.block(of: number), on: size) { LabelLayout(of: $0, in: output, style, size) }
    }

    /// For each track the side on which its label covers least on all the frames together; `before`: on those before them.
    private static func sides(_ layouts: [LabelLayout], before: [TrackID: LabelSide], on size: PixelSize) -> [TrackID:
        LabelSide]
    {
        var numbers: [TrackID: Int] = [:]
        var tracks: [TrackID?] = []
        let frames = layouts.map { layout in
            var seen: Set<Int> = []
            return layout.labels.compactMap { label -> (thing: Int, options: LabelOptions)? in
                // What has no track stands in the way of others all the same.
                let thing = label.track.flatMap { numbers[$0] } ?? tracks.count
                if thing == tracks.count {
                    tracks.append(label.track)
                    if let track = label.track { numbers[track] = thing }
                }
                return seen.insert(thing).inserted ? (thing, label.options) : nil
            }
        }
        let steady = SteadySides(frames, before: tracks.map { $0.flatMap { before[$0] } }, on: size)
        return zip(tracks, steady.sides).reduce(into: [:]) { sides, entry in
            if let track = entry.0 { sides[track] = entry.1 }
        }
    }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 64 + sides.count * 64 }
}

/// Where the labels of one frame may stand, with sizes by the number of their characters.
struct LabelLayout: Sendable {
    /// One label that can stand on several sides.
    struct Label: Sendable {
        let track: TrackID?
        let options: LabelOptions
    }

    let labels: [Label]
    /// The length that labels begin with.
    let firstLength: Int

    /// Of a character, of a line, and of each that follows, in ems: those of the usual font for most languages.
    private static let characterWidth = 0.6
    private static let lineHeight = 1.56
    private static let nextLine = 1.17

    /// `nil` where the output does not name the frame, or there are too many.
    init?(of number: Int, in output: MergedStageOutput, _ style: Style, _ size: PixelSize) {
        guard let count = output.frame(number)?.frame.detectionCount, count <= LabelWindow.crowd * 4,
            let found = output.detections(of: number, in: FrameSize(size))?.detections
        else { return nil }
        let filter = DetectionFilter(style)
        let shown = found.detections.filter { filter.field(hiding: $0) == nil }
        guard shown.count <= LabelWindow.crowd else { return nil }
        let marks = shown.map { Mark(detection: $0, color: .white, frame: number) }
        let sizes = MarkSizes(style: style, frame: size)
        let labels = LabelMarks(marks, style.label, frame: size, lineHeight: sizes.fontSize * 2).marks
        let requests = labels.map { label in
            LabelPlacement.Request(
                anchor: label.anchor.expanded(by: sizes.thickness / 2),
                inset: sizes.thickness,
                isFixed: label.isFixed
            )
        }
        let measure = { (number: Int, length: Int) in Self.size(of: labels[number], length: length, sizes.fontSize) }
        firstLength = LabelPlacement.firstLength(requests.count, frame: size, measure)
        let options = LabelOptions.all(requests, frame: size) { [firstLength] number in
            measure(number, min(firstLength, labels[number].texts.count - 1))
                ?? LabelPlacement.Size(width: 0, height: 0)
        }
        self.labels = zip(labels, options).compactMap { label, options in
            label.isFixed ? nil : Label(track: label.trackID, options: options)
        }
    }

    /// `nil` where it has no such length.
    private static func size(of label: LabelMarks.LabelMark, length: Int, _ fontSize: Double) -> LabelPlacement.Size? {
        guard length < label.texts.count else { return nil }
        let lines = label.texts[length].split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let characters = Double(lines.map(\.count).max() ?? 0)
        return LabelPlacement.Size(
            width: (fontSize * (0.7 + characterWidth * characters)).rounded(),
            height: (fontSize * (lineHeight + nextLine * Double(lines.count - 1))).rounded()
        )
    }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 64 + labels.count * 512 }
}
