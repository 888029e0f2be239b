/// Where a label stands beside the thing that it names.
package enum LabelSide: UInt8, CaseIterable, Sendable {
    /// Above or below it, with its left or right edge under the other's.
    case aboveLeft, aboveRight, belowLeft, belowRight
    /// Beside it, at its top.
    case right, left
    /// On it, at its top left or bottom left.
    case insideTop, insideBottom
    /// Somewhere near, at the end of a line.
    case away

    /// What a side costs that nothing speaks for or against; a whole small thing that is covered costs 1.
    var penalty: Double {
        switch self {
        case .aboveLeft: 0
        case .aboveRight: 0.12
        case .belowLeft: 0.2
        case .belowRight: 0.26
        case .right: 0.3
        case .left: 0.36
        case .insideTop: 0.15
        case .insideBottom: 0.3
        case .away: 1.2
        }
    }
}

/// A place that a label may take.
struct LabelCandidate {
    let side: LabelSide
    /// On whole pixels, within the frame where the label fits it at all.
    let rect: PixelRect
    /// Beside that of its side.
    let penalty: Double
}

/// The places around one thing.
struct LabelCandidates {
    let frame: PixelSize
    /// What is seen of the thing, its outline included.
    let anchor: PixelRect
    /// How far its outline reaches inwards, in pixels.
    let inset: Double

    /// Of a label of `width` by `height` pixels: first those beside the thing, then those ever farther away.
    func candidates(width: Double, height: Double) -> [LabelCandidate] {
        var candidates: [LabelCandidate] = []
        let (above, below) = (anchor.minY - height, anchor.maxY)
        let (left, right) = (anchor.minX, anchor.maxX - width)
        add(.aboveLeft, left, above, width, height, to: &candidates)
        add(.aboveRight, right, above, width, height, to: &candidates)
        add(.belowLeft, left, below, width, height, to: &candidates)
        add(.belowRight, right, below, width, height, to: &candidates)
        add(.right, anchor.maxX, anchor.minY, width, height, to: &candidates)
        add(.left, anchor.minX - width, anchor.minY, width, height, to: &candidates)
        // On a thing that is hardly larger than the label nothing of it would be seen.
        let share = min(width * height / max(anchor.area, 1), 1)
        add(.insideTop, left, anchor.minY + inset, width, height, share, to: &candidates)
        add(.insideBottom, left, anchor.maxY - inset - height, width, height, share, to: &candidates)
        return candidates
    }

    /// Around the thing, at the end of a line: from near to far.
    func distantCandidates(width: Double, height: Double) -> [LabelCandidate] {
        var candidates: [LabelCandidate] = []
        for ring in 1...Self.rings {
            let gap = height * Double(ring)
            let penalty = 0.15 * Double(ring)
            for (x, y) in Self.directions {
                let column = x == 0 ? anchor.minX : x < 0 ? anchor.minX - width - gap : anchor.maxX + gap
                let row = y == 0 ? anchor.minY : y < 0 ? anchor.minY - height - gap : anchor.maxY + gap
                add(.away, column, row, width, height, penalty, to: &candidates)
            }
        }
        return candidates
    }

    /// The place that is there whatever else is: above the thing, or on it where there is no room above.
    func usual(width: Double, height: Double) -> LabelCandidate {
        let (above, inside) = ((anchor.minY - height).rounded(), (anchor.minY + inset).rounded())
        let side = above >= 0 ? LabelSide.aboveLeft : .insideTop
        let y = clamped(above >= 0 ? above : inside, height, Double(frame.height))
        let x = clamped(anchor.minX.rounded(), width, Double(frame.width))
        return LabelCandidate(
            side: side,
            rect: PixelRect(x: x, y: y, width: width, height: height),
            penalty: 0
        )
    }

    private static let rings = 5
    private static let directions = [(0, -1), (0, 1), (1, -1), (-1, -1), (1, 0), (-1, 0), (1, 1), (-1, 1)]

    /// Adds a place whose rows are all on the frame; its columns are moved there.
    private func add(
        _ side: LabelSide,
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double,
        _ more: Double = 0,
        to candidates: inout [LabelCandidate]
    ) {
        let y = y.rounded()
        guard y >= 0, y + height <= Double(frame.height) else { return }
        let moved = clamped(x.rounded(), width, Double(frame.width))
        // A place beside the thing that had to be moved would lie on it.
        if moved != x.rounded(), y < anchor.maxY, y + height > anchor.minY, side != .insideTop, side != .insideBottom {
            return
        }
        let rect = PixelRect(x: moved, y: y, width: width, height: height)
        candidates.append(LabelCandidate(side: side, rect: rect, penalty: more))
    }

    private func clamped(_ start: Double, _ length: Double, _ limit: Double) -> Double {
        max(min(start, limit - length), 0)
    }
}
