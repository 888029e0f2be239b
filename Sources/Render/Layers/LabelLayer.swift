/// Texts on filled backgrounds, each beside the thing that it names, where it covers neither another label nor a small thing.
///
/// Where there is no room, details give way: a label is shortened, then a dot stands for it, then one number for many dots; a line at the foot of the
/// frame says how many labels are missing.
package struct LabelLayer: Layer {
    package static let name = "labels"

    package struct Label: Sendable {
        package let text: String
        /// Ever shorter ones, for where there is no room.
        package let shorter: [String]
        /// The bounds of the thing that the label names; the label usually stands above it, or inside where there is no room.
        package let anchor: PixelRect
        /// Of the background; the text is black or white, whichever reads better on it.
        package let color: StraightRGBA8
        /// Where it stands on the frames around this one, so that it does not jump; `nil` where nothing is known.
        package let preferred: LabelSide?
        /// Whether it speaks of the whole frame, so that it stands where it is said to.
        package let isFixed: Bool
        /// Whether a line within it tells it from others of its color.
        package let hasSecondMark: Bool

        package init(
            text: String,
            shorter: [String] = [],
            anchor: PixelRect,
            color: StraightRGBA8,
            preferred: LabelSide? = nil,
            isFixed: Bool = false,
            hasSecondMark: Bool = false
        ) {
            (self.text, self.shorter, self.anchor, self.color) = (text, shorter, anchor, color)
            (self.preferred, self.isFixed, self.hasSecondMark) = (preferred, isFixed, hasSecondMark)
        }

        fileprivate var shortest: String { shorter.last ?? text }

        /// From the longest on.
        fileprivate func text(ofLength length: Int) -> String? {
            length == 0 ? text : length <= shorter.count ? shorter[length - 1] : nil
        }
    }

    package let labels: [Label]
    /// The em, in pixels.
    private let fontSize: Double
    /// How far the anchor's own outline reaches beyond it, in pixels; the label begins there.
    private let outset: Double
    /// Of labels, where it is that of the frames around this one; else it follows from how many there are.
    private let firstLength: Int?

    package init(labels: [Label], fontSize: Double, outset: Double, firstLength: Int? = nil) {
        self.labels = labels
        self.fontSize = fontSize
        self.outset = outset
        self.firstLength = firstLength
    }

    package var count: Int { labels.count }
    package var texts: [String] { labels.map(\.text) + [LabelCrowd.alphabet] }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        let tags = TagText(size: fontSize, frame: canvas.size, text: context.text)
        let lines = LabelLines(labels, tags)
        var placement = placement(in: canvas.size, reserved: context.reserved, lines)
        var crowd = crowd(placement, tags)
        var foot = crowd.foot.flatMap { placement.corner($0) }
        if let size = crowd.foot, foot == nil {
            let corner = size.rect(x: 0, y: max(Double(canvas.size.height) - size.height, 0))
            placement = self.placement(in: canvas.size, reserved: context.reserved + [corner], lines)
            (crowd, foot) = (self.crowd(placement, tags), corner)
        }
        crowd.drawDots(on: &canvas)
        let placed = zip(labels, placement.places)
        for case (let label, let place?) in placed {
            if let leader = place.leader { draw(leader, label.color, on: &canvas) }
        }
        for case (let number, (let label, let place?)) in placed.enumerated() {
            guard let block = lines.block(number, length: place.length) else { continue }
            tags.draw(block, in: place.rect, label.color, hasLine: label.hasSecondMark, on: &canvas)
        }
        crowd.drawNumbers(on: &canvas, foot: foot, &placement)
    }

    /// Where each label stands on a frame of that size; `nil` for those that have no room.
    package func places(in frame: PixelSize, text: TextEngine) -> [LabelPlacement.Place?] {
        placement(in: frame, LabelLines(labels, TagText(size: fontSize, frame: frame, text: text))).places
    }

    private func placement(in frame: PixelSize, reserved: [PixelRect] = [], _ lines: LabelLines) -> LabelPlacement {
        let requests = labels.map { label in
            LabelPlacement.Request(
                anchor: label.anchor.expanded(by: outset),
                inset: outset * 2,
                preferred: label.preferred,
                isFixed: label.isFixed
            )
        }
        return LabelPlacement(
            requests,
            frame: frame,
            reserved: reserved,
            firstLength: firstLength,
            size: lines.size
        )
    }

    /// A line of the label's color with a dark edge, which is seen on any frame.
    private func draw(_ leader: LabelPlacement.Leader, _ color: StraightRGBA8, on canvas: inout Canvas) {
        let width = max((fontSize / 12).rounded(), 1)
        var path = Path()
        path.move(to: leader.start)
        path.line(to: leader.end)
        canvas.stroke(path, Stroke(width: width + 2), with: StraightRGBA8.black.withOpacity(0.5))
        canvas.stroke(path, Stroke(width: width), with: color)
    }

    private func crowd(_ placement: LabelPlacement, _ tags: TagText) -> LabelCrowd {
        let missing = zip(labels, placement.places).filter { $0.1 == nil }.map(\.0)
        return LabelCrowd(missing: missing, of: labels.count, tags: tags)
    }

    package func describe(to description: inout SceneDescription) {
        description.append(fontSize)
        description.append(outset)
        description.append(firstLength ?? -1)
        description.append(labels.count)
        for label in labels {
            description.append(label.text)
            description.append(label.shorter.count)
            for text in label.shorter { description.append(text) }
            description.append(label.anchor)
            description.append(label.color)
            description.append(Int(label.preferred?.rawValue ?? .max))
            description.append((label.isFixed ? 1 : 0) + (label.hasSecondMark ? 2 : 0))
        }
    }
}

/// The texts of labels, each made when it is first asked for.
private final class LabelLines {
    private let labels: [LabelLayer.Label]
    private let tags: TagText
    private var blocks: [[TagBlock]]

    init(_ labels: [LabelLayer.Label], _ tags: TagText) {
        (self.labels, self.tags) = (labels, tags)
        blocks = [[TagBlock]](repeating: [], count: labels.count)
    }

    func block(_ number: Int, length: Int) -> TagBlock? {
        while blocks[number].count <= length {
            if let text = labels[number].text(ofLength: blocks[number].count) {
                blocks[number].append(tags.block(text))
            } else if blocks[number].last?.isOneLine == false {
                blocks[number].append(tags.block(labels[number].shortest, mostLines: 1))
            } else {
                return nil
            }
        }
        return blocks[number][length]
    }

    func size(_ number: Int, length: Int) -> LabelPlacement.Size? { block(number, length: length)?.size }
}

/// What stands for labels that have no room.
private struct LabelCrowd {
    /// Of all texts that it writes.
    static let alphabet = "+0123456789 of unlabeled"

    private let singles: [LabelLayer.Label]
    /// From the top left to the bottom right.
    private let groups: [[LabelLayer.Label]]
    private let count: Int
    private let tags: TagText

    /// So many that are missing in one square of the frame become a number.
    private static let fewest = 4
    /// Of such a square, in ems.
    private static let side = 6.0
    private static let background = StraightRGBA8(hex: 0x202020)

    init(missing: [LabelLayer.Label], of count: Int, tags: TagText) {
        let side = tags.fontSize * Self.side
        let squares = Dictionary(grouping: missing) { label in
            let center = label.anchor.center
            return SIMD2(
                Int(clamping: (center.y / side).rounded(.down)),
                Int(clamping: (center.x / side).rounded(.down))
            )
        }
        let ordered = squares.sorted { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }.map(\.value)
        groups = ordered.filter { $0.count >= Self.fewest }
        singles = ordered.filter { $0.count < Self.fewest }.flatMap(\.self)
        (self.count, self.tags) = (count, tags)
    }

    func drawDots(on canvas: inout Canvas) {
        let radius = max(tags.fontSize * 0.22, 2)
        for label in singles {
            let corner = PixelRect(x: label.anchor.minX, y: label.anchor.minY, width: 0, height: 0)
            for (radius, color) in [(radius + 1, StraightRGBA8.black.withOpacity(0.6)), (radius, label.color)] {
                canvas.fill(Path(roundedRect: corner.expanded(by: radius), radius: radius), with: color)
            }
        }
    }

    /// The line that says how many are missing; `nil` where none is.
    private var block: TagBlock? {
        let missing = singles.count + groups.reduce(0) { $0 + $1.count }
        return missing == 0 ? nil : tags.block("\(missing) of \(count) unlabeled")
    }

    /// What that line measures.
    var foot: LabelPlacement.Size? { block?.size }

    /// The number of each group where there is room, and that of all at `foot`.
    func drawNumbers(on canvas: inout Canvas, foot: PixelRect?, _ placement: inout LabelPlacement) {
        for labels in groups {
            let number = tags.block("+\(labels.count)")
            let bounds = labels.dropFirst().reduce(labels[0].anchor) { $0.union($1.anchor) }
            guard let place = placement.place(number.size, on: bounds) else { continue }
            tags.draw(number, in: place, Self.background, on: &canvas)
        }
        guard let block, let foot else { return }
        let place = block.size.rect(x: foot.minX, y: foot.minY)
        tags.draw(block, in: place, Self.background, on: &canvas)
    }
}
