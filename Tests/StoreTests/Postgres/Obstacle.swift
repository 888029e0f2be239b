@testable import Store

/// What may keep a client from a server.
enum Obstacle: CaseIterable, Sendable {
    case password
    case user
    case database
    case listener
    case hostName
    case authority
    case authorityFile

    func url(_ server: PostgresServer) throws -> String {
        let verified = try "?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=\(server.certificateAuthority)"
        return switch self {
        case .password: server.url.replacing("p%40ss", with: "p%40sz")
        case .user: server.url.replacing("//overlay:", with: "//nobody:")
        case .database: server.url + "?dbname=absent"
        // The port of "tcpmux", where nobody listens.
        case .listener: "postgres://overlay:p%40ss@127.0.0.1:1/overlay"
        case .hostName: server.url.replacing("@127.0.0.1", with: "@elsewhere.example") + verified
        case .authority: server.url + "?sslmode=verify-ca&sslrootcert=/etc/ssl/certs/ca-certificates.crt"
        case .authorityFile: server.url + "?sslmode=verify-ca&sslrootcert=/absent.crt"
        }
    }

    func explains(_ error: any Error) -> Bool {
        switch (self, error) {
        case (.password, StageOutputStoreError.loginRefused), (.user, StageOutputStoreError.loginRefused): true
        case (.database, StageOutputStoreError.noDatabase), (.listener, StageOutputStoreError.couldNotConnect): true
        case (.hostName, StageOutputStoreError.untrustedServer), (.authority, StageOutputStoreError.untrustedServer):
            true
        case (.authorityFile, StageOutputStoreError.untrustedServer): true
        default: false
        }
    }
}
