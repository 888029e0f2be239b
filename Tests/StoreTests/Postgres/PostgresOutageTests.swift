import Testing

@testable import Store

// These kill the server, so each has one of its own.
@Suite("A pool whose server goes away", .enabled(if: PostgresServer.isAvailable))
struct PostgresOutageTests {
    @Test("answers rightly or says why not in time, and recovers", arguments: [false, true])
    func crash(isBouncer: Bool) async throws {
        try #require(!isBouncer || PostgresServer.hasBouncer)
        let server = try await PostgresServer.own()
        let pool = try server.pool(at: isBouncer ? server.bouncerURL : server.url) {
            $0.connectionLimit = 4
            $0.acquireTimeout = .seconds(2)
            $0.statementTimeout = .seconds(2)
        }
        let load = Task { await Self.load(pool) }
        _ = try await pool.rows(of: "SELECT 1")
        try await server.kill()
        if !isBouncer {
            await #expect {
                try await pool.rows(of: "SELECT 1")
            } throws: { error in
                guard case PostgresError.couldNotConnect = error else { return false }
                return true
            }
        }
        try await server.restart()
        try await Self.awaitRecovery(pool)
        load.cancel()
        let unexpected = await load.value
        #expect(unexpected.isEmpty, "\(unexpected)")
        #expect(try await pool.rows(of: "SELECT 1").count == 1)
    }

    @Test("fails at once who asks during a long outage, and recovers")
    func failingFast() async throws {
        let server = try await PostgresServer.own()
        let pool = try server.pool {
            $0.acquireTimeout = .seconds(60)
            $0.outageTolerance = .milliseconds(300)
        }
        _ = try await pool.rows(of: "SELECT 1")
        try await server.kill()
        for _ in 0..<3 {
            await #expect {
                try await pool.rows(of: "SELECT 1")
            } throws: { error in
                guard case PostgresError.couldNotConnect = error else { return false }
                return true
            }
        }
        try await server.restart()
        try await Self.awaitRecovery(pool)
    }

    /// Reads without pause on eight tasks until cancelled; answers what came that should not.
    private static func load(_ pool: ConnectionPool) async -> [String] {
        await withTaskGroup(of: [String].self) { group in
            for task in 0..<8 {
                group.addTask {
                    var unexpected: [String] = []
                    var number = task
                    while !Task.isCancelled {
                        number += 8
                        if let fault = await fault(pool, number) { unexpected.append(fault) }
                    }
                    return unexpected
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func fault(_ pool: ConnectionPool, _ number: Int) async -> String? {
        do throws(PostgresError) {
            let rows = try await pool.rows(of: "SELECT \(number)::int FROM generate_series(1, 100)")
            let isRight = rows.count == 100 && rows.allSatisfy { $0.text(0) == "\(number)" }
            return isRight ? nil : "\(rows.count) rows for \(number)"
        } catch {
            switch error {
            case .couldNotConnect, .connectionLost, .cancelled, .noConnectionFree, .statementTimedOut: return nil
            default: return "\(error)"
            }
        }
    }

    private static func awaitRecovery(_ pool: ConnectionPool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while (try? await pool.rows(of: "SELECT 1")) == nil {
            try #require(.now < end)
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
