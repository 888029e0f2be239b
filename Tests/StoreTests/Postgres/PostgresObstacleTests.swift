import Testing

@testable import Store

// scripts/test starts the server.
@Suite("A way to a Postgres server", .enabled(if: PostgresServer.isAvailable))
struct PostgresObstacleTests {
    private let server: PostgresServer

    init() throws { server = try .shared() }

    @Test("that is barred is explained", arguments: Obstacle.allCases)
    func obstacles(obstacle: Obstacle) async throws {
        let url = try obstacle.url(server)
        let store = try PostgresStageOutputStore(url: url, table: StageOutputTable(), settings: .patient)
        await #expect {
            try await store.check()
        } throws: { error in
            let texts = ["\(error)", String(reflecting: error), store.description]
            return obstacle.explains(error) && !texts.contains { $0.contains("p@ss") || $0.contains("p%40ss") }
                && !texts[0].contains("127.0.0.1")
        }
    }

    @Test("is open where the certificate is for the server's name")
    func verifiedServer() async throws {
        let url =
            try server.url.replacing("@127.0.0.1", with: "@localhost")
            + "?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=\(server.certificateAuthority)"
        let rows = try await server.pool(at: url).rows(of: "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        #expect(rows.first?.text(0) == "t")
    }
}
