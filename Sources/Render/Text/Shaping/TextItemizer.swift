/// Cuts a label into runs of one direction, one script and one font.
struct TextItemizer {
    private let text: LabelText
    private let levels: [Int]
    private var runs: [TextRun] = []

    /// The runs of `text` in the order of its characters; fonts are loaded as they are needed.
    static func runs(of text: LabelText, codePoints: [UInt32], fonts: inout FontStack) -> [TextRun] {
        var itemizer = TextItemizer(text: text, levels: BidirectionalText.levels(of: codePoints))
        let scripts = itemizer.scripts()
        for (cluster, script) in zip(text.clusters, scripts) {
            for piece in fonts.pieces(of: cluster, in: text.scalars) {
                itemizer.append(piece.scalars, font: piece.font, script: script)
            }
        }
        return itemizer.runs
    }

    private init(text: LabelText, levels: [Int]) {
        self.text = text
        self.levels = levels
    }

    private mutating func append(_ scalars: Range<Int>, font: Int, script: Script?) {
        let run = TextRun(scalars: scalars, level: levels[scalars.lowerBound], script: script, font: font)
        guard let last = runs.last, last.level == run.level, last.script == script, last.font == font else {
            runs.append(run)
            return
        }
        runs[runs.count - 1].scalars = last.scalars.lowerBound..<scalars.upperBound
    }

    /// Each cluster's script; a cluster of any script takes that of the one before it, or of the first that has one.
    private func scripts() -> [Script?] {
        let own = text.clusters.map { cluster in
            text.scalars[cluster].lazy.compactMap(ShapingFont.script).first
        }
        var current = own.lazy.compactMap(\.self).first
        return own.map { script in
            current = script ?? current
            return current
        }
    }
}

/// A stretch of a label that is shaped as one: one direction, one script, one font.
struct TextRun: Hashable, Sendable {
    /// Indices into the label's scalars.
    var scalars: Range<Int>
    /// The embedding level of the Unicode bidirectional algorithm; odd runs from right to left.
    let level: Int
    let script: Script?
    /// Index into the font stack.
    let font: Int

    var isRightToLeft: Bool { !level.isMultiple(of: 2) }
}
