/// Reads members of a stage output that are said once; each throws `StageOutputError` that names the path, or `JSONError`.
enum MemberReading {
    /// The word at the cursor, which is at `path` and not `null`.
    static func word<Word: CaseIterable & RawRepresentable<String>>(
        at path: String,
        _ cursor: inout JSONCursor
    ) throws -> Word {
        let allowed = Word.allCases.map(\.rawValue)
        guard cursor.kind == .string else {
            let expected = "one of: \(allowed.joined(separator: ", "))"
            throw StageOutputError.wrongType(field: path, found: cursor.kind.described, expected: expected)
        }
        let text = try cursor.readString()
        guard let word = Word(rawValue: text) else {
            throw StageOutputError.unknownWord(field: path, found: text, allowed: allowed)
        }
        return word
    }

    /// The number at the cursor, which is at `path` and not `null`.
    static func whole(
        in range: ClosedRange<Int>,
        _ expected: String,
        at path: String,
        _ cursor: inout JSONCursor
    ) throws -> Int {
        guard cursor.kind == .number else {
            throw StageOutputError.wrongType(field: path, found: cursor.kind.described, expected: expected)
        }
        let number = try cursor.readNumber()
        guard let whole = number.integer, range ~= whole else {
            throw StageOutputError.outOfRange(
                field: path,
                found: number.value.shown,
                expected: "\(expected), up to 2^53"
            )
        }
        return whole
    }
}
