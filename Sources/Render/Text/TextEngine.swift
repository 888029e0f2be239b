internal import Synchronization

/// Turns labels in any script into rasterised lines, and remembers them.
///
/// Equal fonts, text and size give equal lines, whatever was drawn before and on whichever thread.
package final class TextEngine: Sendable {
    private let composer: Mutex<LineComposer>
    /// Apart from the composer, so that known lines need not wait while another is made. Costs are bytes.
    private let lines = Mutex(GenerationCache<LineKey, TextLine>(capacity: 32 << 20))

    /// The first font that can be used is the primary one; those after it are asked, in order, for what it lacks.
    package init(fonts: [FontSource]) throws(TextError) {
        composer = Mutex(LineComposer(fonts: try FontStack(fonts)))
    }

    /// Why fonts were passed over so far.
    package var problems: [FontProblem] { composer.withLock { $0.problems } }

    /// The line of `text`, read in the direction of its first strong character.
    ///
    /// - Parameters:
    ///   - text: Beyond 512 grapheme clusters (or 4096 scalars) it is cut, and ends in "…". Of a character that no font has, and of controls, line
    ///     breaks among them, the number is drawn, in a box.
    ///   - size: The em in px, rounded to 1/64 px; in 1…256, or taken as the nearer end.
    package func line(_ text: String, size: Double) -> TextLine {
        let key = LineKey(text: LabelText.shortened(text), size: FontSize(pixels: size))
        if let line = lines.withLock({ $0.value(for: key) }) { return line }
        let line = composer.withLock { $0.line(key.text, size: key.size) }
        lines.withLock { $0.insert(line, for: key, cost: line.byteCount + key.text.utf8.count) }
        return line
    }

    /// The outlines of `text`, which is read as `line` reads it, at an em of 64 px.
    package func outline(_ text: String) -> TextOutline {
        composer.withLock { $0.outline(LabelText.shortened(text), size: FontSize(pixels: 64)) }
    }

    /// What identifies the fonts that `texts` are drawn with, in the order in which fonts are asked. Whatever other fonts
    /// there are: where this is equal for some texts, so are their lines.
    package func fontIdentities(of texts: [String]) -> [String] {
        composer.withLock { $0.fontIdentities(of: texts.map(LabelText.shortened)) }
    }

    /// How far the primary font reaches at `size`, which is taken as `line` takes it.
    package func metrics(size: Double) -> FontMetrics {
        composer.withLock { $0.metrics(at: FontSize(pixels: size)) }
    }
}

/// Why a text engine cannot be made.
package enum TextError: Error, Hashable, Sendable, CustomStringConvertible {
    /// None of the fonts can be used; empty where there are no fonts.
    case noUsableFont([FontProblem])

    package var description: String {
        switch self {
        case .noUsableFont(let problems) where problems.isEmpty: "there is no font to draw text with"
        case .noUsableFont(let problems):
            "there is no font to draw text with: " + problems.map(\.description).joined(separator: "; ")
        }
    }
}

/// What a line depends on. Texts are equal only when their bytes are: canonically equivalent ones may look different.
struct LineKey: Hashable, Sendable {
    let text: String
    let size: FontSize

    static func == (left: LineKey, right: LineKey) -> Bool {
        left.size == right.size && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(size)
        // Safety: the bytes are read before the call returns. (The hash of a `String` normalises it first.)
        _ = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
    }
}

/// A cache of bounded cost that forgets what has not been asked for lately.
///
/// Entries enter the young generation. When it is half of the capacity, it becomes the old one, and what was old and has
/// not been asked for since is forgotten all at once: nearly as good as least-recently-used, with no list to keep.
struct GenerationCache<Key: Hashable, Value> {
    private struct Entry {
        let value: Value
        let cost: Int
    }

    private let capacity: Int
    private var young: [Key: Entry] = [:]
    private var old: [Key: Entry] = [:]
    private var youngCost = 0

    /// `capacity` is the most that all entries may cost together, in whatever unit they are counted.
    init(capacity: Int) { self.capacity = capacity }

    mutating func value(for key: Key) -> Value? {
        if let entry = young[key] { return entry.value }
        guard let entry = old.removeValue(forKey: key) else { return nil }
        insert(entry.value, for: key, cost: entry.cost)
        return entry.value
    }

    /// A value that costs more than half of the capacity is not kept.
    mutating func insert(_ value: Value, for key: Key, cost: Int) {
        guard cost <= capacity / 2 else { return }
        if youngCost + cost > capacity / 2 {
            old = young
            young = [:]
            youngCost = 0
        }
        if let replaced = young.updateValue(Entry(value: value, cost: cost), forKey: key) { youngCost -= replaced.cost }
        youngCost += cost
    }
}
