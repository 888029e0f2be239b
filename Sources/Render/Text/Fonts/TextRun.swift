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
