/// An id that callers name things by: 1 to 128 Unicode scalars, no slash, control character or line separator among them, and
/// not `.` or `..`.
///
/// Two are equal where their bytes are; `String` would hold different spellings of one text to be equal.
package struct Identifier<Kind: IdentifierKind>: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) throws(IdentifierError) {
        guard Self.isWellFormed(text) else { throw IdentifierError(field: Kind.field, text: text) }
        self.text = text
    }

    /// The text of a database's row, whatever it is. Where it breaks the rule no request can name it, but it can be listed.
    init(stored text: String) { self.text = text }

    package var description: String { text }

    /// Why no request can name it; `nil` where one can.
    package var fault: IdentifierError? {
        Self.isWellFormed(text) ? nil : IdentifierError(field: Kind.field, text: text)
    }

    package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    private static func isWellFormed(_ text: String) -> Bool {
        guard 1...128 ~= text.unicodeScalars.count, text != ".", text != ".." else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: scalar != "/"
            }
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
        return "\(field) \"\(shown)\" is malformed: 1 to 128 printable characters are allowed, "
            + "no slash among them, and not . or .. alone"
    }
}
