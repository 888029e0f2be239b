/// What is wrong with the configured name of the table of stage outputs, or with those of its columns.
package enum StageOutputTableError: Error, Hashable, CustomStringConvertible {
    case malformedTable(String)
    case malformedName(String)
    case malformedPair(String)
    case unknownColumn(String)
    case repeatedColumn(String)
    case repeatedName(String)

    package var description: String {
        switch self {
        case .malformedTable(let text): "\"\(text)\" is neither TABLE nor SCHEMA.TABLE"
        case .malformedName(let text):
            "\"\(text)\" is no name of a table or column: 1 to \(SQLIdentifier.byteLimit) bytes are needed"
        case .malformedPair(let text): "\"\(text)\" is not COLUMN=NAME"
        case .unknownColumn(let text):
            "there is no column \"\(text)\" to name; there are "
                + StageOutputTable.Column.allCases.map(\.rawValue).joined(separator: ", ")
        case .repeatedColumn(let text): "the column \(text) is named twice"
        case .repeatedName(let text): "two columns have the name \"\(text)\""
        }
    }
}
