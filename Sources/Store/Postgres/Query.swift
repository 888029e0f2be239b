/// SQL whose values are bound parameters: `"SELECT 1 WHERE id = \(id)"` is sent as `… id = $1`.
struct Query: Hashable, Sendable, ExpressibleByStringInterpolation {
    fileprivate enum Piece: Hashable {
        case sql(String)
        case parameter(String)
    }

    private let pieces: [Piece]

    init(stringLiteral value: String) { pieces = [.sql(value)] }

    init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    /// With `$1`, `$2`, … in the places of the parameters.
    var sql: String {
        var count = 0
        return pieces.map { piece in
            guard case .sql(let sql) = piece else {
                count += 1
                return "$\(count)"
            }
            return sql
        }.joined()
    }

    /// In their text forms; the server finds out which types it needs.
    var parameters: [String] {
        pieces.compactMap { piece in
            guard case .parameter(let text) = piece else { return nil }
            return text
        }
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { pieces.append(.sql(literal)) }

        /// A parameter.
        mutating func appendInterpolation(_ text: String) { pieces.append(.parameter(text)) }

        /// A parameter.
        mutating func appendInterpolation(_ number: Int) { pieces.append(.parameter(String(number))) }

        /// One parameter, an array. Its elements may be anything.
        mutating func appendInterpolation(_ texts: [String]) {
            let elements = texts.map { text in
                "\"" + text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#) + "\""
            }
            pieces.append(.parameter("{\(elements.joined(separator: ","))}"))
        }

        /// A name, quoted.
        mutating func appendInterpolation(_ identifier: SQLIdentifier) { pieces.append(.sql(identifier.quoted)) }

        /// SQL with parameters of its own.
        mutating func appendInterpolation(_ query: Query) { pieces += query.pieces }
    }
}

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
