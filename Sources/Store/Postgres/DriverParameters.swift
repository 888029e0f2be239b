import Foundation

/// The query of a Postgres URL as other drivers and Prisma know it, in libpq's words.
struct DriverParameters {
    /// The URL with what libpq knows of its query.
    let url: String
    /// Where tables without a schema of their own are.
    private(set) var schema: String?
    /// How many connections may be open at once.
    private(set) var connectionLimit: Int?

    private static let sslModes: Set = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

    /// Throws where a parameter that is translated has a value that means nothing.
    init(_ url: String) throws(PostgresURLError) {
        guard url.contains("://"), let mark = url.firstIndex(of: "?") else {
            self.url = url
            return
        }
        var kept: [Substring] = []
        for pair in url[url.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? String(parts[1]).removingPercentEncoding ?? "" : ""
            switch parts[0] {
            case "ssl": kept.append(try Self.sslMode(value))
            case "schema": schema = value.isEmpty ? nil : value
            // Nothing here depends on what a transaction's end throws away.
            case "pgbouncer": break
            case "connection_limit":
                guard let limit = Int(value), 1...10_000 ~= limit else { throw .badParameter("connection_limit") }
                connectionLimit = limit
            default: kept.append(pair)
            }
        }
        self.url = url[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }

    /// asyncpg names libpq's modes; JDBC says whether.
    private static func sslMode(_ value: String) throws(PostgresURLError) -> Substring {
        switch value.lowercased() {
        case "true", "1", "on", "yes": return "sslmode=require"
        case "false", "0", "off", "no": return "sslmode=disable"
        case let mode where sslModes.contains(mode): return "sslmode=\(mode)"
        default: throw .badParameter("ssl")
        }
    }
}
