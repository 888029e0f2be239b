import Foundation
import Testing

@testable import Store

// scripts/test starts the server, and PgBouncer where it is installed.
@Suite("A statement on Postgres that is to end early", .enabled(if: PostgresServer.isAvailable))
struct PostgresCancellationTests {
    private let server: PostgresServer

    init() throws { server = try .shared() }

    @Test("ends when it takes too long", arguments: Route.allCases)
    func statementTimeout(route: Route) async throws {
        let pool = try server.pool(at: route.url(server)) {
            $0.connectionLimit = 1
            $0.statementTimeout = .milliseconds(300)
        }
        let pid = try await pool.backend()
        await #expect(throws: PostgresError.statementTimedOut) { try await pool.rows(of: "SELECT pg_sleep(60)") }
        if route == .direct { #expect(try await pool.backend() == pid) }
        #expect(try await pool.rows(of: "SHOW statement_timeout").first?.text(0) == "300ms")
    }

    @Test("is cancelled when it outlives the server's own limit")
    func clientDeadline() async throws {
        let pool = try server.pool {
            $0.connectionLimit = 1
            $0.statementTimeout = .milliseconds(50)
            $0.grace = .milliseconds(500)
        }
        let pid = try await pool.backend()
        await #expect(throws: PostgresError.statementTimedOut) {
            try await pool.rows(of: "SELECT set_config('statement_timeout', '0', true), pg_sleep(60)")
        }
        #expect(try await pool.backend() == pid)
    }

    @Test("ends on the server when the task that asked is cancelled", arguments: Route.allCases)
    func cancellation(route: Route) async throws {
        let pool = try server.pool(at: route.url(server)) {
            $0.connectionLimit = 1
            $0.statementTimeout = .seconds(3_600)
        }
        let pid = try await pool.backend()
        let mark = "/* \(UUID()) */"
        let task = Task { try await pool.rows(of: Query(stringLiteral: "SELECT pg_sleep(60) \(mark)")) }
        let observer = try server.pool { $0.connectionLimit = 1 }
        try await observer.awaitRow(
            "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE \("%" + mark) AND pid <> pg_backend_pid()"
        )
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        try await observer.awaitRow(
            """
            SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity
            WHERE state = 'active' AND query LIKE \("%" + mark) AND pid <> pg_backend_pid())
            """
        )
        if route == .direct { #expect(try await pool.backend() == pid) }
        #expect(try await pool.rows(of: "SELECT 7").first?.text(0) == "7")
    }

    @Test("is cancelled at any moment without mixing up the answers of others", arguments: Route.allCases)
    func cancellationStorm(route: Route) async throws {
        let pool = try server.pool(at: route.url(server)) { $0.connectionLimit = 3 }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let task = Task {
                        try await pool.rows(of: "SELECT \(number)::int FROM pg_sleep(0.002), generate_series(1, 50)")
                    }
                    for _ in 0..<(number % 40) { await Task.yield() }
                    if number % 2 == 0 { task.cancel() }
                    do {
                        #expect(Set(try await task.value.map { $0.text(0) }) == ["\(number)"])
                    } catch {
                        #expect(number % 2 == 0 && error as? PostgresError == .cancelled, "\(error)")
                    }
                }
            }
        }
        #expect(try await pool.rows(of: "SELECT 1").count == 1)
    }
}
