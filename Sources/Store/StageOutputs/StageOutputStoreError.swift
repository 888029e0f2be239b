/// Why a store of stage outputs could not answer.
package enum StageOutputStoreError: Error, Hashable {
    case unknownRow(StageOutputID)
    case duplicateRow(StageOutputID)
    case outputNotUTF8(StageOutputID)
    /// The database does not take the row as it is.
    case outputRefused(StageOutputID, reason: String)
    /// The time is outside the years 1 to 9999.
    case createdAtOutOfRange(StageOutputID)
    /// The database lacks the table.
    case noTable(String)
    case noColumn(String, table: String)
    /// The column of the rows' times is of a type that is none of time.
    case noTimes(String, table: String)
    /// The user may not read, or not write, the table.
    case permissionDenied(table: String, detail: String)
    /// The database was written by a later version of this program.
    case newerSchema(found: Int, known: Int)
    case corrupt(detail: String)
    /// Somebody else kept the database locked, or all connections to it were in use, for too long.
    case busy(detail: String)
    case outOfSpace(detail: String)
    case couldNotConnect(detail: String)
    /// The server refuses the user, the password or the address.
    case loginRefused(detail: String)
    case noDatabase(detail: String)
    /// The connection cannot be encrypted or verified as configured.
    case untrustedServer(detail: String)
    case timedOut(detail: String)
    case unavailable(detail: String)
    case cancelled
}

/// For clients: no paths, no hosts and no SQL.
extension StageOutputStoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownRow(let id): "there is no stage output \(id)"
        case .duplicateRow(let id): "there already is a stage output \(id)"
        case .outputNotUTF8(let id): "stage output \(id) is not UTF-8"
        case .outputRefused(let id, let reason): "the database does not take stage output \(id): \(reason)"
        case .createdAtOutOfRange(let id): "stage output \(id) was made outside the years 1 to 9999"
        case .noTable(let name): "the database has no table \(name)"
        case .noColumn(let name, let table): "the table \(table) has no column \(name)"
        case .noTimes(let name, let table):
            "the column \(name) of the table \(table) holds no times: it must be a timestamp, or a view must make one of it"
        case .permissionDenied(let table, _): "the database's user has no permission for the table \(table)"
        case .newerSchema(let found, let known):
            "the database's schema is version \(found), newer than this program's (\(known))"
        case .corrupt: "the database is corrupt, or not a database"
        case .busy: "the database is locked by somebody else, or busy"
        case .outOfSpace: "there is no space left for the database"
        case .couldNotConnect: "the database cannot be reached"
        case .loginRefused: "the database refuses the user or the password"
        case .noDatabase: "the server has no such database"
        case .untrustedServer: "the connection to the database cannot be secured as configured"
        case .timedOut: "the database took too long to answer"
        case .unavailable: "the database cannot be opened or read"
        case .cancelled: "the request was cancelled"
        }
    }
}

/// For logs: with the database's own words.
extension StageOutputStoreError: CustomDebugStringConvertible {
    package var debugDescription: String { detail.map { "\(description): \($0)" } ?? description }

    private var detail: String? {
        switch self {
        case .corrupt(let detail), .busy(let detail), .outOfSpace(let detail), .unavailable(let detail),
            .permissionDenied(_, let detail), .couldNotConnect(let detail), .loginRefused(let detail),
            .noDatabase(let detail), .untrustedServer(let detail), .timedOut(let detail):
            detail
        case .unknownRow, .duplicateRow, .outputNotUTF8, .outputRefused, .createdAtOutOfRange, .noTable,
            .noColumn, .noTimes, .newerSchema, .cancelled:
            nil
        }
    }
}
