/// The fonts of a text engine, asked in order; all but the first usable one are loaded when they are first needed.
struct FontStack {
    /// Why fonts were passed over, in the order in which they were tried.
    private(set) var problems: [FontProblem] = []
    private var loaded: [Font] = []
    private var waiting: ArraySlice<FontSource>

    /// Loads the first font that can be used; throws where there is none.
    init(_ sources: [FontSource]) throws(TextError) {
        waiting = sources[...]
        guard font(at: 0) != nil else { throw .noUsableFont(problems) }
    }

    /// The font that a run or a glyph names by its index; the primary font is number 0.
    subscript(index: Int) -> Font { loaded[index] }

    /// Cuts a grapheme cluster where its font changes: it stays whole in the first font that covers it. Where no font
    /// does, each of its characters gets the first font that has it, or the primary font's box for what is missing.
    mutating func pieces(of cluster: Range<Int>, in scalars: [Unicode.Scalar]) -> [(scalars: Range<Int>, font: Int)] {
        if let font = index(covering: cluster, of: scalars) { return [(cluster, font)] }
        return cluster.map { position in
            let scalar = position..<position + 1
            return (scalar, index(covering: scalar, of: scalars) ?? 0)
        }
    }

    private mutating func index(covering cluster: Range<Int>, of scalars: [Unicode.Scalar]) -> Int? {
        for coverage in FontCoverage.allCases {
            var index = 0
            while let font = font(at: index) {
                if font.covers(cluster, of: scalars, as: coverage) { return index }
                index += 1
            }
        }
        return nil
    }

    private mutating func font(at index: Int) -> Font? {
        while index >= loaded.count, let source = waiting.popFirst() {
            do throws(FontProblem) {
                loaded.append(try Font(source))
            } catch {
                problems.append(error)
            }
        }
        return index < loaded.count ? loaded[index] : nil
    }
}
