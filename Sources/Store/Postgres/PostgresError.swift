/// Why a Postgres server did not do what it was asked. Never holds a password.
enum PostgresError: Error, Hashable {
    /// Nobody answers at the address, or the server takes no connections now.
    case couldNotConnect(detail: String)
    /// The server refuses the user or the password, or takes nobody from here.
    case loginRefused(detail: String)
    case noDatabase(detail: String)
    /// The connection cannot be encrypted or verified as the URL asks.
    case tls(detail: String)
    /// The server, or the way to it, went away while connected.
    case connectionLost(detail: String)
    /// All connections were in use for as long as the caller would wait.
    case noConnectionFree
    case statementTimedOut
    case cancelled
    /// A parameter holds a NUL, which no text in Postgres can.
    case parameterHoldsNUL
    /// The server's answer to a statement; `state` is the five characters of its SQLSTATE.
    case sql(state: String, message: String)

    /// What an error of SQLSTATE `state` means on a connection that is open.
    init(state: String, message: String) {
        switch state {
        case "57P01", "57P02", "57P03": self = .connectionLost(detail: message)
        case _ where state.hasPrefix("08"): self = .connectionLost(detail: message)
        default: self = .sql(state: state, message: message)
        }
    }

    /// Whether it will pass without anybody changing the configuration.
    var isOutage: Bool {
        switch self {
        case .couldNotConnect, .connectionLost: true
        default: false
        }
    }
}
