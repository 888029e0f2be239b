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

/// What libpq says when it cannot connect.
extension PostgresError {
    /// `message` is libpq's in its verbose form, where what the server says has its SQLSTATE: `FATAL:  28P01: password …`.
    init(connectMessage message: String) {
        let detail = message.trimmedLines
        let states = Self.states(in: message)
        if states.contains(where: { $0.hasPrefix("28") }) {
            self = .loginRefused(detail: detail)
        } else if states.contains("3D000") || message.contains("no such database") {
            self = .noDatabase(detail: detail)
        } else if states.isEmpty, Self.isAboutTrust(message) {
            self = .tls(detail: detail)
        } else if states == ["08P01"], message.contains("authentication failed") || message.contains("no such user") {
            // PgBouncer's state for everything.
            self = .loginRefused(detail: detail)
        } else {
            self =
                states.isEmpty && message.contains("password supplied")
                ? .loginRefused(detail: detail) : .couldNotConnect(detail: detail)
        }
    }

    /// As opposed to an encrypted connection that broke.
    private static func isAboutTrust(_ message: String) -> Bool {
        guard !message.contains("SSL SYSCALL"), !message.contains("unexpectedly") else { return false }
        return message.contains("SSL") || message.contains("certificate")
    }

    private static func states(in message: String) -> [String] {
        message.matches(of: #/: {2}([0-9A-Z]{5}):/#).map { String($0.1) }
    }
}

extension String {
    /// Its lines as one, without those that say where in the server's source something happened.
    var trimmedLines: String {
        split(whereSeparator: \.isNewline)
            .filter { !$0.hasPrefix("LOCATION:") }
            .map { $0.trimmingPrefix(while: \.isWhitespace) }
            .joined(separator: "; ")
    }
}
