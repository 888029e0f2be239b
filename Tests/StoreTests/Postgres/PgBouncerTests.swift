import Foundation
import Testing

@testable import Store

@Suite("A pool behind PgBouncer in transaction mode", .enabled(if: PostgresServer.hasBouncer))
struct PgBouncerTests {
    @Test("reads with many tasks over few connections of the server")
    func concurrency() async throws {
        let server = try PostgresServer.shared()
        // More connections than PgBouncer has of its own.
        let pool = try server.pool(at: server.bouncerURL) { $0.connectionLimit = 16 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let rows = try await pool.rows(of: "SELECT \(number)::int FROM generate_series(1, 300)")
                    #expect(rows.count == 300 && rows.allSatisfy { $0.text(0) == "\(number)" })
                }
            }
            try await group.waitForAll()
        }
    }
}
