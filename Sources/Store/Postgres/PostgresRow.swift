/// One row of an answer, every field in its text form.
struct PostgresRow: Hashable, Sendable {
    /// UTF-8; `nil` is NULL.
    let fields: [[UInt8]?]

    /// The text of the field in `column`; `nil` where it is NULL, or there is no such column.
    func text(_ column: Int) -> String? {
        bytes(column).map { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ column: Int) -> [UInt8]? {
        fields.indices.contains(column) ? fields[column] : nil
    }

    var byteCount: Int { fields.reduce(0) { $0 + ($1?.count ?? 0) } }
}
