import Foundation
import Testing

@testable import Store

/// A Postgres server for tests: the one that scripts/test starts, or one of a test's own.
final class PostgresServer: Sendable {
    private static let variables = ProcessInfo.processInfo.environment

    /// Whether scripts/test has started a server; without one the suites that need it are left out.
    static let isAvailable = variables["TEST_POSTGRES_URL"] != nil
    static let hasBouncer = variables["TEST_PGBOUNCER_URL"] != nil

    /// Of a user who owns the database.
    let url: String
    private let values: [String: String]
    /// What a server of a test's own lies in.
    private let folder: String?

    private init(_ values: [String: String], folder: String? = nil) throws {
        url = try #require(values["TEST_POSTGRES_URL"])
        self.values = values
        self.folder = folder
    }

    deinit {
        guard let folder else { return }
        _ = try? Self.script("stop", folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The one that all tests share.
    static func shared() throws -> PostgresServer { try PostgresServer(variables) }

    /// One that may be killed, with a PgBouncer of its own; stopped when the test lets go of it.
    static func own() async throws -> PostgresServer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "postgres-\(UUID().uuidString)").path
        try await scriptOnThread("start", folder)
        let lines = try String(contentsOfFile: folder + "/environment", encoding: .utf8).split(separator: "\n")
        let pairs = lines.compactMap { line -> (String, String)? in
            let sides = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            return sides.count == 2 ? (String(sides[0]), sides[1].trimmingCharacters(in: ["'"])) : nil
        }
        return try PostgresServer(Dictionary(uniqueKeysWithValues: pairs), folder: folder)
    }

    /// Of a user who may only read.
    var readerURL: String { get throws { try #require(values["TEST_POSTGRES_READER_URL"]) } }
    var bouncerURL: String { get throws { try #require(values["TEST_PGBOUNCER_URL"]) } }
    var certificateAuthority: String { get throws { try #require(values["TEST_POSTGRES_CA"]) } }

    /// Stops the server as a crash would.
    func kill() async throws { try await Self.scriptOnThread("kill", try #require(folder)) }

    func restart() async throws { try await Self.scriptOnThread("restart", try #require(folder)) }

    func pool(
        _ options: String = "",
        at url: String? = nil,
        _ change: (inout PostgresSettings) -> Void = { _ in }
    ) throws -> ConnectionPool {
        var settings = PostgresSettings.patient
        change(&settings)
        return ConnectionPool(url: try PostgresURL((url ?? self.url) + options), settings: settings)
    }

    /// Calls `body` with a schema of its own, which is gone afterwards.
    func withSchema(_ body: (PostgresSchema) async throws -> Void) async throws {
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "_")
        let schema = PostgresSchema(server: self, name: name, pool: try pool { $0.connectionLimit = 1 })
        try await schema.execute("CREATE SCHEMA \(name)")
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(schema))
        } catch {
            result = .failure(error)
        }
        try await schema.execute("DROP SCHEMA \(name) CASCADE")
        try result.get()
    }

    /// Runs scripts/test-postgres, which blocks for seconds.
    private static func script(_ action: String, _ folder: String) throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let process = Process()
        process.executableURL = repository.appending(path: "scripts/test-postgres")
        process.arguments = [action, folder]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private static func scriptOnThread(_ action: String, _ folder: String) async throws {
        let thread = BlockingThreads(count: 1)
        let result = try await thread.run(ifCancelled: CancellationError()) {
            () throws(CancellationError) -> Result<Void, any Error> in
            Result { try Self.script(action, folder) }
        }
        try result.get()
    }
}

/// A schema of one test's own.
struct PostgresSchema: Sendable {
    let server: PostgresServer
    let name: String
    let pool: ConnectionPool

    func execute(_ statements: String...) async throws {
        _ = try await pool.write(statements.map { Query(stringLiteral: $0) })
    }
}

extension PostgresSettings {
    /// Waits long for a free connection, as other tests may leave this one no processor for a while, but not for a server.
    static var patient: PostgresSettings {
        var settings = PostgresSettings()
        settings.acquireTimeout = .seconds(60)
        settings.outageTolerance = .seconds(1)
        return settings
    }
}

extension StageOutputTable {
    /// Makes a table `outputs` whose columns take any text.
    static func texts(in schema: String) -> String {
        """
        CREATE TABLE \(schema).outputs (id text PRIMARY KEY, timeline_id text NOT NULL, job_id text NOT NULL,
        stage text NOT NULL, output text, created_at timestamptz)
        """
    }
}
