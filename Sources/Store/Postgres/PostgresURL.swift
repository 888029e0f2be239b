/// Where a Postgres server is and how to log in there: a `postgres://` URL, or libpq's `host=… dbname=…`.
struct PostgresURL: Sendable {
    private let url: String
    private let options: [String: String]
    /// Where tables without a schema of their own are, and how many connections may be open, where the URL says so in words of other drivers.
    let schema: String?
    let connectionLimit: Int?

    /// Throws the sentence that says what is wrong with `url`. It holds nothing of the URL but names of parameters: it may hold a password.
    init(_ url: String) throws(PostgresURLError) {
        if Self.hasBareSeparator(url) { throw .bareSeparator }
        let parameters = try DriverParameters(url)
        (schema, connectionLimit) = (parameters.schema, parameters.connectionLimit)
        let url = parameters.url
        guard let options = LibPQ.options(of: url) else {
            if let name = LibPQ.unknownParameter(of: url) { throw .unknownParameter(name) }
            throw .malformed
        }
        if options["host"]?.contains("@") ?? false { throw .bareSeparator }
        guard options["port"]?.split(separator: ",").allSatisfy({ UInt16($0) ?? 0 > 0 }) ?? true else {
            throw .malformedPort
        }
        self.url = url
        self.options = options
    }

    /// What libpq is told. What the URL says goes before the defaults that stand ahead of it.
    var parameters: [(keyword: String, value: String)] {
        [
            ("fallback_application_name", "overlay-server"),
            // A peer that has silently gone is noticed after about a minute, or 20 seconds where something was sent.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"),
            ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
    }

    /// For all hosts together; `nil` where the URL sets none.
    var connectTimeout: Duration? {
        guard let seconds = options["connect_timeout"].flatMap(Int.init), 1...86_400 ~= seconds else { return nil }
        return .seconds(seconds) * hostCount
    }

    /// Hosts that are tried one after the other; at least 1.
    var hostCount: Int { max(1, hosts.count) }

    /// `host:port/database`, without user and password.
    var place: String {
        let ports = (options["port"] ?? "5432").split(separator: ",")
        let places = hosts.enumerated().map { index, host in
            "\(host):\(index < ports.count ? ports[index] : ports.last ?? "5432")"
        }
        let name = options["dbname"].map { "/\($0)" } ?? ""
        return (places.isEmpty ? "the default host" : places.joined(separator: ",")) + name
    }

    private var hosts: [Substring] { (options["host"] ?? options["hostaddr"] ?? "").split(separator: ",") }

    /// Whether a password seems to hold an `@` or `/` of its own, so that libpq would take a part of it for a host, port
    /// or database and name that part in its errors.
    private static func hasBareSeparator(_ url: String) -> Bool {
        guard let scheme = url.firstRange(of: "://") else { return false }
        let place = url[scheme.upperBound...].prefix { $0 != "?" }
        let marks = place.filter { $0 == "@" || $0 == "/" }
        return !(marks.first == "@" ? marks.dropFirst() : marks[...]).allSatisfy { $0 == "/" }
    }
}

/// What is wrong with the URL of a Postgres server. Holds nothing of the URL itself, which may hold a password.
package enum PostgresURLError: Error, Hashable, CustomStringConvertible {
    case malformed
    case bareSeparator
    case malformedPort
    /// Of the URL's query.
    case unknownParameter(String)
    case badParameter(String)

    package var description: String {
        switch self {
        case .malformed: "is neither postgres://USER:PASSWORD@HOST:PORT/DATABASE nor a list of libpq's keyword=value"
        case .bareSeparator: "has an @ or / too many: in a user or password they are written %40 and %2F"
        case .unknownParameter(let name): "has the parameter \(name), which libpq does not know: take it out"
        case .badParameter(let name): "has a value of the parameter \(name) that means nothing here"
        case .malformedPort: "has a port that is no number from 1 to 65535"
        }
    }
}

/// How a program uses a Postgres server. Times are at most how long something is waited for.
package struct PostgresSettings: Sendable {
    /// How many connections are open at once.
    package var connectionLimit = 8
    /// For a free connection, including the time that the server is away.
    package var acquireTimeout = Duration.seconds(5)
    /// For one host to connect; `connect_timeout` in the URL goes before it.
    package var connectTimeout = Duration.seconds(2)
    /// For the first row of a read, or for the end of a write.
    package var firstRowTimeout = Duration.seconds(5)
    /// For a statement with all its rows, kept by the server. The time that their reader takes counts.
    package var statementTimeout = Duration.seconds(30)
    /// For the server's answer beyond `statementTimeout`, and for its answer to a request to cancel.
    package var grace = Duration.seconds(2)
    /// A connection idle for this long is tried before it is used again.
    package var checkAfter = Duration.seconds(30)
    /// A connection idle for this long is closed.
    package var idleLimit = Duration.seconds(300)
    /// A connection open for this long is closed when nobody uses it.
    package var ageLimit = Duration.seconds(3_600)
    /// Between attempts to connect while the server is away: the shortest, doubled each time up to the longest.
    package var backoff = Duration.milliseconds(100)...Duration.seconds(5)
    /// A server away for this long fails those who want a connection at once.
    package var outageTolerance = Duration.seconds(10)

    package init() {}
}
