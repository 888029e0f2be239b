/// The name of a schema, table or column, taken as it is written: case counts, and any character is allowed.
struct SQLIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// Postgres cuts longer names off, in bytes.
    static let byteLimit = 63

    let text: String

    /// `nil` where `text` can be no name: empty, longer than `byteLimit`, or with a NUL.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.byteLimit, !text.utf8.contains(0) else { return nil }
        self.text = text
    }

    /// A name of this program's own.
    init(known text: String) { self.text = text }

    var description: String { text }

    var quoted: String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}
