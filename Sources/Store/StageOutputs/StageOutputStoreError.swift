/// Why a store of stage outputs could not answer.
package enum StageOutputStoreError: Error, Hashable {
    case unknownRow(StageOutputID)
    case duplicateRow(StageOutputID)
    /// A column of a row holds what it cannot hold.
    case malformedRow(StageOutputID, column: String, value: String)
    case outputNotUTF8(StageOutputID)
    /// The time is outside the years 1 to 9999.
    case createdAtOutOfRange(StageOutputID)
    /// The database lacks the table.
    case noTable
    /// The database was written by a later version of this program.
    case newerSchema(found: Int, known: Int)
    case corrupt(detail: String)
    /// Somebody else kept the database locked for too long.
    case busy(detail: String)
    case outOfSpace(detail: String)
    case unavailable(detail: String)
    case cancelled
}

/// For clients: no paths and no SQL.
extension StageOutputStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownRow(let id): "there is no stage output \(id)"
        case .duplicateRow(let id): "there already is a stage output \(id)"
        case .malformedRow(let id, let column, let value): "stage output \(id) has a malformed \(column): \"\(value)\""
        case .outputNotUTF8(let id): "stage output \(id) is not UTF-8"
        case .createdAtOutOfRange(let id): "stage output \(id) was made outside the years 1 to 9999"
        case .noTable: "the database has no table stage_output"
        case .newerSchema(let found, let known):
            "the database's schema is version \(found), newer than this program's (\(known))"
        case .corrupt: "the database is corrupt, or not a database"
        case .busy: "the database is locked by somebody else"
        case .outOfSpace: "there is no space left for the database"
        case .unavailable: "the database cannot be opened or read"
        case .cancelled: "the request was cancelled"
        }
    }
}

/// For logs: with the database's own words.
extension StageOutputStoreError: CustomDebugStringConvertible {
    package var debugDescription: String {
        switch self {
        case .corrupt(let detail), .busy(let detail), .outOfSpace(let detail), .unavailable(let detail):
            "\(description): \(detail)"
        default: description
        }
    }
}
