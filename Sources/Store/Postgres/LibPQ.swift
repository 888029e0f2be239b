import CPostgres

/// The functions of PostgreSQL's libpq that this module uses; the only file that imports it.
///
/// Nothing here waits, except `Connection.cancel` and the look-up of a host's name in `Connection.init`.
enum LibPQ {
    /// The options that a connection URL or string sets, by keyword; `nil` where libpq cannot parse it.
    static func options(of url: String) -> [String: String]? {
        guard !url.utf8.contains(0) else { return nil }
        // Safety: libpq reads the string during the call only, and fills an array that is freed below.
        guard let options = unsafe PQconninfoParse(url, nil) else { return nil }
        defer { unsafe PQconninfoFree(options) }
        var values: [String: String] = [:]
        var next = unsafe options
        // The array ends with an option without a keyword.
        while let keyword = unsafe next.pointee.keyword {
            if let value = unsafe next.pointee.val {
                values[unsafe String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe next += 1
        }
        return values
    }

    /// The parameter of the URL's query for which libpq refuses it; `nil` where it is refused for something else.
    static func unknownParameter(of url: String) -> String? {
        var message: UnsafeMutablePointer<CChar>?
        // Safety: libpq reads the string during the call only, and makes a message that is freed below.
        let options = unsafe PQconninfoParse(url, &message)
        defer {
            unsafe PQconninfoFree(options)
            unsafe PQfreemem(message)
        }
        guard let text = unsafe message.map({ unsafe String(cString: $0) }) else { return nil }
        return text.firstMatch(of: /query parameter: "([A-Za-z0-9_.-]{1,64})"/).map { String($0.1) }
    }

    /// What a connection under way waits for.
    enum ConnectStep {
        case reading
        case writing
        case connected
        case failed
    }

    /// One connection to a server.
    // Safety: the pointer is made by the initializer, never leaves this type, and is freed once, by `deinit`.
    @safe struct Connection: ~Copyable {
        private let pointer: OpaquePointer

        /// Begins to connect; `advanceConnecting` goes on. Of a keyword that comes twice the later counts, and `dbname` may be a URL.
        /// `nil` where memory is short, or a value holds a NUL.
        init?(_ parameters: [(keyword: String, value: String)]) {
            guard let keywords = CStrings(parameters.map(\.keyword)), let values = CStrings(parameters.map(\.value))
            else { return nil }
            // Safety: libpq copies the strings during the call.
            let started = unsafe keywords.withPointers { keywords in
                unsafe values.withPointers { values in unsafe PQconnectStartParams(keywords, values, 1) }
            }
            guard let started = unsafe started else { return nil }
            unsafe pointer = started
            // Failures of the login come with their SQLSTATE only as part of verbose messages.
            unsafe PQsetErrorVerbosity(started, PQERRORS_VERBOSE)
            _ = unsafe PQsetNoticeReceiver(started, { _, _ in }, nil)
        }

        deinit {
            unsafe PQfinish(pointer)
        }

        /// May differ after every step of connecting; -1 where there is none.
        var socket: Int32 { unsafe PQsocket(pointer) }
        var isBroken: Bool { unsafe PQstatus(pointer) == CONNECTION_BAD }
        var isInTransaction: Bool { unsafe PQtransactionStatus(pointer) != PQTRANS_IDLE }
        var isBusy: Bool { unsafe PQisBusy(pointer) == 1 }
        var errorMessage: String { unsafe String(cString: PQerrorMessage(pointer)) }

        mutating func advanceConnecting() -> ConnectStep {
            switch unsafe PQconnectPoll(pointer) {
            case PGRES_POLLING_OK:
                unsafe PQsetnonblocking(pointer, 1) == 0 ? .connected : .failed
            case PGRES_POLLING_READING: .reading
            case PGRES_POLLING_WRITING: .writing
            default: .failed
            }
        }

        /// From now on statements can be sent before those before them are answered.
        mutating func enterPipeline() -> Bool { unsafe PQenterPipelineMode(pointer) == 1 }

        mutating func exitPipeline() -> Bool { unsafe PQexitPipelineMode(pointer) == 1 }

        /// Queues an unnamed statement whose parameters' types are left to the server; `false` where it cannot.
        mutating func send(_ sql: String, _ parameters: CStrings) -> Bool {
            // Safety: libpq copies the strings during the call.
            unsafe parameters.withPointers {
                unsafe PQsendQueryParams(pointer, sql, Int32(parameters.count), nil, $0, nil, nil, 0) == 1
            }
        }

        /// Ends the statements queued so far: one transaction, unless they say otherwise.
        mutating func synchronize() -> Bool { unsafe PQpipelineSync(pointer) == 1 }

        /// Asks for the rows of the statement that comes next one by one.
        mutating func streamRows() -> Bool { unsafe PQsetSingleRowMode(pointer) == 1 }

        /// Sends what is queued as far as the socket takes it: 0 when all is sent, 1 when some is left, -1 on failure.
        mutating func flush() -> Int32 { unsafe PQflush(pointer) }

        /// Takes in what the socket has; `false` where the connection is lost.
        mutating func consumeInput() -> Bool { unsafe PQconsumeInput(pointer) == 1 }

        /// The next outcome; `nil` at the end of a statement. Only while not `isBusy`.
        mutating func nextOutcome() -> StatementOutcome? {
            guard let result = unsafe PQgetResult(pointer) else { return nil }
            // Safety: `result` is freed once, and all that is kept of it is copied before.
            defer { unsafe PQclear(result) }
            switch unsafe PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: return .row(unsafe Self.row(result))
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                return .done(affectedRows: Int(unsafe String(cString: PQcmdTuples(result))) ?? 0)
            case PGRES_PIPELINE_SYNC: return .synchronized
            case PGRES_PIPELINE_ABORTED: return .skipped
            default: return .failed(unsafe Self.error(result))
            }
        }

        /// Asks the server, through a connection of its own, to cancel what it does for this one. Blocks until it has.
        func cancel() {
            guard let request = unsafe PQgetCancel(pointer) else { return }
            defer { unsafe PQfreeCancel(request) }
            var message = [CChar](repeating: 0, count: 256)
            // Safety: `message` has room for as many characters as libpq is told.
            _ = unsafe PQcancel(request, &message, Int32(message.count))
        }

        private static func row(_ result: OpaquePointer) -> PostgresRow {
            let fields = (0..<(unsafe PQnfields(result))).map { column -> [UInt8]? in
                guard unsafe PQgetisnull(result, 0, column) == 0, let value = unsafe PQgetvalue(result, 0, column)
                else { return nil }
                // Safety: libpq keeps as many bytes at `value` as it says, until the result is freed.
                let bytes = unsafe UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, 0, column)))
                return unsafe [UInt8](bytes)
            }
            return PostgresRow(fields: fields)
        }

        private static func error(_ result: OpaquePointer) -> PostgresError {
            func field(_ code: UnicodeScalar) -> String? {
                unsafe PQresultErrorField(result, Int32(code.value)).map { text in unsafe String(cString: text) }
            }
            guard let state = field("C") else {
                return .connectionLost(detail: unsafe String(cString: PQresultErrorMessage(result)).trimmedLines)
            }
            let texts = [field("M"), field("D")].compactMap(\.self)
            return PostgresError(state: state, message: texts.joined(separator: ": "))
        }
    }
}

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
