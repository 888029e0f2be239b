import Testing

@testable import Store

/// The ways to the server.
enum Route: CaseIterable, Sendable {
    case direct
    case encrypted
    case bouncer

    static let allCases: [Route] = [.direct, .encrypted] + (PostgresServer.hasBouncer ? [.bouncer] : [])

    func url(_ server: PostgresServer) throws -> String {
        switch self {
        case .direct: server.url + "?sslmode=disable"
        case .encrypted: server.url + "?sslmode=verify-ca&sslrootcert=\(try server.certificateAuthority)"
        case .bouncer: try server.bouncerURL
        }
    }
}

extension ConnectionPool {
    /// The process that serves the connection.
    func backend(_ work: String = "1") async throws -> String {
        let query = Query(stringLiteral: "SELECT pg_backend_pid(), \(work)")
        return try #require(try await rows(of: query).first?.text(0))
    }

    /// Asks until there is a row, for a minute at most.
    func awaitRow(_ query: Query) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await rows(of: query).isEmpty {
            try #require(.now < end)
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
