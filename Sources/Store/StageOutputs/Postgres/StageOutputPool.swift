/// The pool of connections to the database with the stage outputs, and what its errors mean there.
struct StageOutputPool {
    private let pool: ConnectionPool
    private let table: StageOutputTable
    private let watch: StoreWatch

    init(url: PostgresURL, table: StageOutputTable, settings: PostgresSettings) {
        var settings = settings
        settings.connectionLimit = url.connectionLimit ?? settings.connectionLimit
        let pool = ConnectionPool(url: url, settings: settings)
        self.pool = pool
        self.table = table
        watch = StoreWatch { await pool.answers(within: StoreWatch.probeTimeout) }
    }

    /// Gives each row to `receive` before the next is read.
    func read(_ query: Query, _ receive: (PostgresRow) async -> Void) async throws(PostgresError) {
        try await watched { () throws(PostgresError) in try await pool.read(query, receive) }
    }

    /// Runs `queries` as one transaction; answers how many rows the last affected.
    func write(_ queries: [Query]) async throws(PostgresError) -> Int {
        try await watched { () throws(PostgresError) in try await pool.write(queries) }
    }

    private func watched<Value>(_ body: () async throws(PostgresError) -> Value) async throws(PostgresError) -> Value {
        if let absence = await watch.absence() {
            throw .couldNotConnect(detail: "it has not answered for \(absence.components.seconds) s")
        }
        let start = ContinuousClock.now
        do throws(PostgresError) {
            let value = try await body()
            watch.answered()
            return value
        } catch {
            switch error {
            case .statementTimedOut, .couldNotConnect, .noConnectionFree: watch.ranOut(since: start)
            case .sql, .loginRefused, .noDatabase, .tls: watch.answered()
            case .connectionLost, .cancelled, .parameterHoldsNUL: break
            }
            throw error
        }
    }

    /// What `error` means here. Asks the database which column is missing where one is, because it says so only in its
    /// own language.
    func explain(_ error: PostgresError) async -> StageOutputStoreError {
        // Functions of times that there are none of for another type, or several.
        if ["42883", "42725"].contains(error.state) {
            return .noTimes(table.name(of: .createdAt).text, table: table.description)
        }
        guard error.state == "42703" else { return StageOutputStoreError(error, table: table.description) }
        for column in StageOutputColumn.allCases {
            do throws(PostgresError) {
                try await pool.read(StageOutputQueries(table: table).check(column)) { _ in }
            } catch {
                guard error.state == "42703" else { return StageOutputStoreError(error, table: table.description) }
                return .noColumn(table.name(of: column).text, table: table.description)
            }
        }
        return StageOutputStoreError(error, table: table.description)
    }
}

extension PostgresError {
    /// The SQLSTATE of an error in a statement.
    var state: String? {
        guard case .sql(let state, _) = self else { return nil }
        return state
    }
}

extension StageOutputStoreError {
    /// `table` is the name of that which was read or written.
    init(_ error: PostgresError, table: String) {
        switch error {
        case .couldNotConnect(let detail): self = .couldNotConnect(detail: detail)
        case .loginRefused(let detail): self = .loginRefused(detail: detail)
        case .noDatabase(let detail): self = .noDatabase(detail: detail)
        case .tls(let detail): self = .untrustedServer(detail: detail)
        case .connectionLost(let detail): self = .unavailable(detail: detail)
        case .noConnectionFree: self = .busy(detail: "all connections were in use")
        case .statementTimedOut: self = .timedOut(detail: "the statement ran into its time limit")
        case .cancelled: self = .cancelled
        case .parameterHoldsNUL: self = .unavailable(detail: "a parameter holds a NUL")
        case .sql(let state, let message): self.init(state: state, message, table: table)
        }
    }

    private init(state: String, _ message: String, table: String) {
        let detail = "\(message) (\(state))"
        switch state {
        case "42P01", "3F000": self = .noTable(table)
        case "42501": self = .permissionDenied(table: table, detail: detail)
        case "57014": self = .timedOut(detail: detail)
        case "53100": self = .outOfSpace(detail: detail)
        case "XX001", "XX002": self = .corrupt(detail: detail)
        case "55P03", "40001", "40P01": self = .busy(detail: detail)
        default: self = .unavailable(detail: detail)
        }
    }
}
