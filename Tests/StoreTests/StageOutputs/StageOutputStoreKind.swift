import Foundation
import StoreTestSupport
import TestSupport

@testable import Store

/// The stage output stores that the conformance suite runs over.
enum StageOutputStoreKind: CaseIterable, Sendable {
    case memory
    case sqlite
    case postgres

    /// Without those that this machine has no server for.
    static let allCases: [Self] = [.memory, .sqlite] + (PostgresServer.isAvailable ? [.postgres] : [])

    /// Calls `body` with an empty store of this kind, which is gone afterwards, and what writes to it.
    func withStore(_ body: (any StageOutputStore, any StageOutputWriter) async throws -> Void) async throws {
        switch self {
        case .memory:
            let store = MemoryStageOutputStore()
            try await body(store, store)
        case .sqlite:
            let folder = try TemporaryFolder()
            let path = folder.path("overlay.sqlite")
            try await body(SQLiteStageOutputStore(path: path), SQLiteStageOutputWriter(path: path))
            withExtendedLifetime(folder) {}
        case .postgres:
            // Columns of text take what the suite writes; those of UUIDs and JSON have suites of their own.
            try await PostgresServer.shared().withSchema { schema in
                try await schema.execute(StageOutputTable.texts(in: schema.name))
                let table = try StageOutputTable(name: "\(schema.name).outputs")
                try await body(
                    PostgresStageOutputStore(url: schema.server.url, table: table, settings: .patient),
                    PostgresStageOutputWriter(url: schema.server.url, table: table, settings: .patient)
                )
            }
        }
    }
}

extension NewStageOutput {
    /// An output of timeline `t`, `seconds` after the start of 2026.
    init(
        _ id: String,
        timeline: String = "t",
        job: String = "j",
        stage: String = "s",
        json: String = "{}",
        at seconds: Double = 0
    ) throws {
        try self.init(
            timeline: TimelineID(timeline),
            job: JobID(job),
            stage: StageName(stage),
            json: Array(json.utf8),
            createdAt: .testing(seconds),
            id: StageOutputID(id)
        )
    }
}

extension Date {
    /// `seconds` after the start of 2026.
    static func testing(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_767_225_600 + seconds) }
}

extension StageOutputStore {
    /// The ids of rows of timeline `t`, oldest first.
    func ids(job: String? = "j", stage: String = "s") async throws -> [String] {
        let rows = try await rows(timeline: TimelineID("t"), job: job.map { try JobID($0) }, stage: StageName(stage))
            .rows
        return rows.map(\.id.text)
    }
}
