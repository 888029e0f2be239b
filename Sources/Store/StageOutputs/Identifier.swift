/// An id that callers name things by: `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`.
package struct Identifier<Kind: IdentifierKind>: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) throws(IdentifierError) {
        guard Self.isWellFormed(text) else { throw IdentifierError(field: Kind.field, text: text) }
        self.text = text
    }

    /// The text of a database's row, whatever it is. Where it breaks the rule no request can name it, but it can be listed.
    init(stored text: String) { self.text = text }

    package var description: String { text }

    private static func isWellFormed(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetterOrDigit(first), text.utf8.count <= 128 else { return false }
        return text.utf8.allSatisfy { byte in
            isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}

/// What an identifier names.
package protocol IdentifierKind {
    /// The name of the field in requests and in the database.
    static var field: String { get }
}

package enum TimelineKind: IdentifierKind { package static let field = "timeline_id" }
package enum JobKind: IdentifierKind { package static let field = "job_id" }
package enum StageKind: IdentifierKind { package static let field = "stage" }

/// One stretch of source video.
package typealias TimelineID = Identifier<TimelineKind>

/// One run of the pipeline over a timeline.
package typealias JobID = Identifier<JobKind>

/// A step of the pipeline, such as `detect_people`.
package typealias StageName = Identifier<StageKind>

/// A text that is no identifier.
package struct IdentifierError: Error, Hashable, CustomStringConvertible {
    /// `timeline_id`, `job_id` or `stage`.
    package let field: String
    package let text: String

    package var description: String {
        let shown = text.count > 40 ? "\(text.prefix(40))…" : text
        return "\(field) \"\(shown)\" is malformed: 1 to 128 of A-Z a-z 0-9 . _ - are allowed, "
            + "the first a letter or digit"
    }
}
