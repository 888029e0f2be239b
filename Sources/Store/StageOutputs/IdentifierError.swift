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
