/// A connection as its own thread sees it: sends statements and takes in what comes back, blocking while it waits.
struct PostgresSession: ~Copyable {
    private var link: LibPQ.Connection
    /// How many statements have been sent; 0 while nothing is under way.
    private var statements = 0
    /// How many of them are answered.
    private var answered = 0
    /// The first error of the statements under way.
    private var failure: PostgresError?
    private var affectedRows = 0

    /// Connects. Throws `.couldNotConnect` at the deadline.
    init(_ parameters: [(keyword: String, value: String)], wait: SocketWait) throws(PostgresError) {
        guard var link = LibPQ.Connection(parameters) else {
            throw .couldNotConnect(detail: "the connection cannot be made of these settings")
        }
        var step = ConnectStep.writing
        while step != .connected {
            if step == .failed { throw PostgresError(connectMessage: link.errorMessage) }
            guard link.socket >= 0 else { throw PostgresError(connectMessage: link.errorMessage) }
            do throws(SocketWait.Interruption) {
                try wait.wait(for: step == .reading ? .readable : .readableOrWritable, on: link.socket)
            } catch {
                throw error == .cancelled ? .cancelled : .couldNotConnect(detail: "no answer in time")
            }
            step = link.advanceConnecting()
        }
        self.link = link
    }

    private typealias ConnectStep = LibPQ.ConnectStep

    /// Whether nothing is under way and the connection was in order when last looked at.
    var isIdle: Bool { statements == 0 && !link.isBroken && !link.isInTransaction }

    /// Sends `queries` as one transaction, in one go. Throws `.connectionLost` where the connection was already gone.
    mutating func start(_ queries: [Query], wait: SocketWait) throws(PostgresError) {
        let parameters = queries.compactMap { CStrings($0.parameters) }
        guard parameters.count == queries.count else { throw .parameterHoldsNUL }
        (answered, failure, affectedRows) = (0, nil, 0)
        guard isIdle, link.consumeInput(), link.enterPipeline() else { throw lost() }
        statements = queries.count
        for (query, parameters) in zip(queries, parameters) {
            guard link.send(query.sql, parameters) else { throw lost() }
        }
        guard link.synchronize() else { throw lost() }
        if queries.count == 1, !link.streamRows() { throw lost() }
        try flush(wait)
    }

    /// The next rows of the last statement: at least one, and no more once they have `byteLimit` bytes. At the end, none.
    ///
    /// Throws the error of the first statement that failed, after which nothing is under way.
    mutating func nextRows(byteLimit: Int, wait: SocketWait) throws(PostgresError) -> [PostgresRow] {
        var rows: [PostgresRow] = []
        var byteCount = 0
        while statements > 0 {
            if link.isBusy, !rows.isEmpty { break }
            try receive(wait)
            guard let row = try takeOutcome() else { continue }
            rows.append(row)
            byteCount += row.byteCount
            if byteCount >= byteLimit { break }
        }
        return rows
    }

    /// Takes in the rest of what is under way, and answers how many rows the last statement affected.
    mutating func finish(wait: SocketWait) throws(PostgresError) -> Int {
        while statements > 0 {
            try receive(wait)
            _ = try takeOutcome()
        }
        return affectedRows
    }

    /// Cancels what is under way, on the server too. Afterwards `isIdle` says whether the connection is of further use.
    mutating func cancel(wait: SocketWait) {
        guard statements > 0, !link.isBroken else { return }
        link.cancel()
        _ = try? finish(wait: wait)
        // A request to cancel that came late must not hit the next statement, so this one is there to be hit.
        guard isIdle, (try? start(["SELECT 1"], wait: wait)) != nil else { return }
        _ = try? finish(wait: wait)
    }

    private mutating func flush(_ wait: SocketWait) throws(PostgresError) {
        while true {
            switch link.flush() {
            case 0: return
            case 1:
                try self.wait(wait, for: .readableOrWritable)
                guard link.consumeInput() else { throw lost() }
            default: throw lost()
            }
        }
    }

    /// Waits until the next outcome is there.
    private mutating func receive(_ wait: SocketWait) throws(PostgresError) {
        while link.isBusy {
            try flush(wait)
            try self.wait(wait, for: .readable)
            // What the server said last, such as that it is shut down, is read before the connection is given up.
            if !link.consumeInput(), link.isBusy { throw lost() }
        }
    }

    private func wait(_ wait: SocketWait, for event: SocketWait.Event) throws(PostgresError) {
        guard link.socket >= 0 else { throw lost() }
        do throws(SocketWait.Interruption) {
            try wait.wait(for: event, on: link.socket)
        } catch {
            throw error == .cancelled ? .cancelled : .statementTimedOut
        }
    }

    /// Deals with the next outcome; answers it where it is a row of the last statement.
    private mutating func takeOutcome() throws(PostgresError) -> PostgresRow? {
        switch link.nextOutcome() {
        case .row(let row): return answered == statements - 1 ? row : nil
        case .done(let affectedRows): self.affectedRows = affectedRows
        case .failed(let error): failure = failure ?? error
        case .skipped: break
        case .synchronized: try endStatements()
        case nil:
            guard !link.isBroken, answered < statements else { throw lost() }
            answered += 1
            if answered == statements - 1, !link.streamRows() { throw lost() }
        }
        return nil
    }

    private mutating func endStatements() throws(PostgresError) {
        guard link.exitPipeline() else { throw lost() }
        statements = 0
        if let failure { throw failure }
    }

    /// The connection is lost; where the server said why, for that reason.
    private func lost() -> PostgresError {
        switch failure {
        case .sql(let state, let message): .connectionLost(detail: "\(message) (\(state))")
        case .some(let failure): failure
        case nil: .connectionLost(detail: link.errorMessage.trimmedLines)
        }
    }
}
