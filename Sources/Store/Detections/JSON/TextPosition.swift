/// A place in a text, as an editor shows it and as a byte offset.
package struct TextPosition: Hashable, Sendable, CustomStringConvertible {
    /// In bytes from the start of the text.
    package let offset: Int
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    /// The place of byte `offset`, which may be the text's end, in `text`.
    package init(offset: Int, in text: [UInt8]) {
        var line = 1
        var column = 1
        for byte in text.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.offset = offset
        self.line = line
        self.column = column
    }

    package var description: String { "line \(line), column \(column)" }
}
