import Foundation
import Testing

@testable import Store

// scripts/test starts the server, and PgBouncer where it is installed.
@Suite("A pool of Postgres connections", .enabled(if: PostgresServer.isAvailable))
struct ConnectionPoolTests {
    private let server: PostgresServer

    init() throws { server = try .shared() }

    @Test("gives back values as they were bound", arguments: Route.allCases)
    func parameters(route: Route) async throws {
        let pool = try server.pool(at: route.url(server))
        for text in ["", "'; DROP TABLE stage_output; --", #"\ \\ $1 "quoted""#, "é漢😀\n\t", "{}", "NULL"] {
            let rows = try await pool.rows(
                of: "SELECT \(text)::text, \([text, text])::text[] = ARRAY[\(text), \(text)]"
            )
            #expect(rows.map { $0.text(0) } == [text] && rows.first?.text(1) == "t")
        }
        #expect(try await pool.rows(of: "SELECT NULL, ''").map(\.fields) == [[nil, []]])
        await #expect(throws: PostgresError.parameterHoldsNUL) { try await pool.rows(of: "SELECT \("a\0b")") }
    }

    @Test("streams as many rows as there are, of any size", arguments: Route.allCases)
    func sizes(route: Route) async throws {
        let pool = try server.pool(at: route.url(server))
        #expect(try await pool.rows(of: "SELECT 1 WHERE false") == [])
        let numbers = try await pool.rows(of: "SELECT generate_series(1, 20000)")
        #expect(numbers.map { $0.text(0) } == (1...20_000).map(String.init))
        let large = try await pool.rows(of: "SELECT repeat('x', n * 1000000) FROM generate_series(0, 3) n")
        #expect(large.map(\.byteCount) == [0, 1_000_000, 2_000_000, 3_000_000])
    }

    @Test("says what the server says, and goes on", arguments: Route.allCases)
    func errors(route: Route) async throws {
        let pool = try server.pool(at: route.url(server)) { $0.connectionLimit = 1 }
        let pid = try await pool.backend()
        await expect("42601") { try await pool.rows(of: "SELEKT 1") }
        await expect("22P02") { try await pool.rows(of: "SELECT \("abc")::uuid") }
        // The error comes after rows have.
        await expect("22012") { try await pool.rows(of: "SELECT 1 / (1000 - n) FROM generate_series(1, 1000) n") }
        await expect("25006") { try await pool.rows(of: "CREATE TABLE not_by_a_read (id int)") }
        if route == .direct { #expect(try await pool.backend() == pid) }
        #expect(try await pool.rows(of: "SELECT 1").count == 1)
    }

    @Test("leaves nothing of one transaction to the next", arguments: Route.allCases)
    func noState(route: Route) async throws {
        let pool = try server.pool(at: route.url(server)) { $0.connectionLimit = 1 }
        let lease = try await pool.lease(until: .now + .seconds(60))
        for query: Query in ["SHOW statement_timeout", "SHOW transaction_read_only"] {
            try await lease.connection.start([query], deadline: .now + .seconds(60))
            let row = try await lease.connection.nextRows(byteLimit: 1, deadline: .now + .seconds(60)).first
            #expect(["0", "off"].contains(row?.text(0)))
            #expect(try await lease.connection.nextRows(byteLimit: 1, deadline: .now + .seconds(60)) == [])
        }
        pool.giveBack(lease)
    }

    @Test("makes the server wait while a row is being worked on")
    func backPressure() async throws {
        let pool = try server.pool { $0.connectionLimit = 1 }
        let observer = try server.pool { $0.connectionLimit = 1 }
        let pid = try await pool.backend()
        var count = 0
        try await pool.read("SELECT repeat('x', 10000000) FROM generate_series(1, 10)") { row in
            count += 1
            guard count == 1 else { return }
            await #expect(throws: Never.self) {
                try await observer.awaitRow(
                    "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'ClientWrite'"
                )
            }
        }
        #expect(count == 10)
    }

    @Test("has no more connections than it may, however many ask")
    func bound() async throws {
        let name = "bound-\(UUID().uuidString.prefix(8))"
        let pool = try server.pool("?application_name=\(name)") { $0.connectionLimit = 3 }
        let count: Query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = \(name)"
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<200 {
                group.addTask { Int(try await pool.rows(of: count).first?.text(0) ?? "") ?? 0 }
            }
            for try await seen in group { #expect(1...3 ~= seen) }
        }
    }

    @Test("tells those who wait for too long that no connection is free")
    func busy() async throws {
        let pool = try server.pool { $0.connectionLimit = 1 }
        let lease = try await pool.lease(until: .now + .seconds(60))
        await #expect(throws: PostgresError.noConnectionFree) {
            pool.giveBack(try await pool.lease(until: .now + .milliseconds(50)))
        }
        pool.giveBack(lease)
        #expect(try await pool.rows(of: "SELECT 1").count == 1)
    }

    // Not through PgBouncer, whose connections other tests use meanwhile.
    @Test("tries a read again when its connection has died, and once only", arguments: [Route.direct, .encrypted])
    func deadConnections(route: Route) async throws {
        let pool = try server.pool(at: route.url(server)) { $0.connectionLimit = 4 }
        let killer = try server.pool { $0.connectionLimit = 1 }
        let pids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 { group.addTask { try await pool.backend("pg_sleep(0.2)") } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        for pid in pids { _ = try await killer.rows(of: "SELECT pg_terminate_backend(\(pid)::int, 5000)") }
        #expect(try await pool.rows(of: "SELECT 1").count == 1)
        await #expect {
            try await pool.rows(of: "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(60)")
        } throws: { error in
            guard case PostgresError.connectionLost = error else { return false }
            return true
        }
        #expect(try await pool.rows(of: "SELECT 1").count == 1)
    }

    @Test("writes in one transaction, all or nothing")
    func writing() async throws {
        try await server.withSchema { schema in
            let table = try #require(SQLIdentifier(schema.name))
            let rows = try await schema.pool.write([
                "CREATE TABLE \(table).t (id int)", "INSERT INTO \(table).t SELECT generate_series(1, 5)",
            ])
            #expect(rows == 5)
            await expect("22012") {
                _ = try await schema.pool.write(["DELETE FROM \(table).t", "SELECT 1 / 0"])
                return []
            }
            #expect(try await schema.pool.rows(of: "SELECT FROM \(table).t").count == 5)
        }
    }

    @Test("leaves no file descriptor and no thread behind")
    func leaks() async throws {
        let before = try Self.resources()
        for _ in 0..<40 {
            let pool = try server.pool { $0.connectionLimit = 5 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 { group.addTask { _ = try await pool.rows(of: "SELECT pg_sleep(0.01)") } }
                try await group.waitForAll()
            }
        }
        // Other tests have some of their own meanwhile; leaks would be of up to 200 threads and 600 descriptors.
        let end = ContinuousClock.now + .seconds(60)
        while try Self.resources() > before + 150 {
            try #require(.now < end)
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Open file descriptors and threads.
    private static func resources() throws -> Int {
        try ["fd", "task"].map { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\($0)").count }
            .reduce(0, +)
    }

    private func expect(_ state: String, _ body: () async throws -> [PostgresRow]) async {
        await #expect("\(state)") {
            try await body()
        } throws: { error in
            (error as? PostgresError)?.state == state
        }
    }
}
