/// What a server answers to a statement, piece by piece.
enum StatementOutcome {
    case row(PostgresRow)
    /// The statement is done; rows it answered came before.
    case done(affectedRows: Int)
    case failed(PostgresError)
    /// The statement was not run because one before it failed.
    case skipped
    /// All statements sent are answered, and their transaction is over.
    case synchronized
}
