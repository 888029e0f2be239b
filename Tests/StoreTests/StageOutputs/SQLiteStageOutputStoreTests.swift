import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("An SQLite stage output store")
struct SQLiteStageOutputStoreTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("overlay.sqlite")
    }

    @Test("has no rows while there is no file, makes none, and sees the file when it comes")
    func missingFile() async throws {
        let store = SQLiteStageOutputStore(path: path)
        #expect(try await store.stages(of: TimelineID("t")) == StageList([]))
        #expect(try await store.ids() == [])
        await #expect(throws: StageOutputStoreError.unknownRow(StageOutputID("a"))) {
            try await store.json(of: StageOutputID("a"))
        }
        try await store.check()
        #expect(!FileManager.default.fileExists(atPath: path))
        try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("a"))
        #expect(try await store.ids() == ["a"])
    }

    @Test("has no rows while the file is empty, and sees the table when it comes")
    func emptyFile() async throws {
        try folder.write("overlay.sqlite", "")
        let store = SQLiteStageOutputStore(path: path)
        #expect(try await store.ids() == [])
        try await store.check()
        try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("a"))
        #expect(try await store.ids() == ["a"])
    }

    @Test("says that a file is no database")
    func notADatabase() async throws {
        try folder.write("overlay.sqlite", String(repeating: "this is no database\n", count: 500))
        let store = SQLiteStageOutputStore(path: path)
        await expectCorrupt { try await store.check() }
        await expectCorrupt { _ = try await store.ids() }
        await expectCorrupt { _ = try SQLiteStageOutputWriter(path: path) }
    }

    @Test("says that a database is damaged")
    func damaged() async throws {
        let writer = try SQLiteStageOutputWriter(path: path)
        let json = String(repeating: "[1, 2, 3]", count: 2_000)
        for index in 0..<20 { try await writer.insert(NewStageOutput("row-\(index)", json: json)) }
        try await DatabaseQueue(path: path).writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.seek(toOffset: 4_096)
        try handle.write(contentsOf: Data(repeating: 0xa5, count: 40_000))
        try handle.close()
        await expectCorrupt { _ = try await SQLiteStageOutputStore(path: path).ids() }
    }

    @Test("says that the file cannot be opened, without saying where it is")
    func unreadable() async throws {
        try folder.makeFolder("overlay.sqlite")
        await #expect {
            try await SQLiteStageOutputStore(path: path).check()
        } throws: { error in
            guard case StageOutputStoreError.unavailable = error else { return false }
            return "\(error)" == "the database cannot be opened or read" && !"\(error)".contains(folder.path)
        }
        #expect(throws: StageOutputStoreError.self) {
            try SQLiteStageOutputWriter(path: folder.path("absent/x.sqlite"))
        }
    }

    @Test("says that a database of something else has no table")
    func foreignDatabase() async throws {
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE other (id)") }
        await #expect(throws: StageOutputStoreError.noTable("stage_output")) {
            try await SQLiteStageOutputStore(path: path).check()
        }
    }

    @Test("reads rows that others wrote in their own way")
    func foreignRows() async throws {
        _ = try SQLiteStageOutputWriter(path: path)
        let insert =
            "INSERT INTO stage_output (id, timeline_id, job_id, stage, created_at, output) VALUES (?, 't', ?, 's', ?, ?)"
        try await DatabaseQueue(path: path).write { database in
            try database.execute(sql: insert, arguments: ["a", "j", "2026-01-01 00:00:02+00", "{}"])
            try database.execute(sql: insert, arguments: ["b", "j", "2026-01-01T00:00:01.5Z", Data("{\"é\": 1}".utf8)])
            try database.execute(sql: insert, arguments: ["c", "not a job's id", "2026-01-01T00:00:03Z", "{}"])
            try database.execute(
                sql:
                    "INSERT INTO stage_output (id, timeline_id, job_id, stage, output) VALUES ('d', 't', 'j', 'now', '{}')"
            )
        }
        let store = SQLiteStageOutputStore(path: path)
        #expect(try await store.ids() == ["b", "a"])
        #expect(try await store.ids(job: nil) == ["b", "a", "c"])
        #expect(try await store.json(of: StageOutputID("b")) == Array("{\"é\": 1}".utf8))
        #expect(try await store.stages(of: TimelineID("t")).stages.map(\.jobID.text) == ["j", "j", "not a job's id"])
        let now = try #require(
            try await store.rows(timeline: TimelineID("t"), job: nil, stage: StageName("now")).rows.first
        )
        #expect(abs(now.createdAt.timeIntervalSinceNow) < 600)
    }

    @Test("names rows whose columns hold what they cannot, and gives the others")
    func unreadableRows() async throws {
        try await DatabaseQueue(path: path).write { database in
            try database.execute(
                sql: """
                    CREATE TABLE stage_output (id, timeline_id TEXT, job_id, stage, created_at, output);
                    INSERT INTO stage_output VALUES
                        ('a', 't', 'j', 's', 'soon', '{}'), ('b', 't', 'j', 's', NULL, '{}'),
                        ('c', 't', NULL, 's', '2026-01-01T00:00:01Z', '{}'),
                        ('d', 't', x'ff', 's', '2026-01-01T00:00:01Z', '{}'),
                        ('e', 't', 'j', NULL, '2026-01-01T00:00:01Z', '{}'),
                        (x'ff', 't', 'j', 's', '2026-01-01T00:00:01Z', '{}'),
                        (7, 't', 'j', 's', '2026-01-01T00:00:01Z', NULL),
                        ('g', 't', 'j', 's', '2026-01-01T00:00:02Z', '{}')
                    """
            )
        }
        let store = SQLiteStageOutputStore(path: path)
        let rows = try await store.rows(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
        #expect(rows.rows.map(\.id.text) == ["7", "g"])
        let reasons = [
            "a": "its created_at is malformed: \"soon\"", "b": "its created_at is missing",
            "c": "its job_id is missing",
            "d": "its job_id is malformed: \"\u{FFFD}\"", "\u{FFFD}": "its id is malformed: \"\u{FFFD}\"",
        ]
        #expect(Dictionary(uniqueKeysWithValues: rows.unreadable.map { ($0.row.text, $0.reason) }) == reasons)
        #expect(try await store.json(of: StageOutputID("7")) == Array("null".utf8))
        let list = try await store.stages(of: TimelineID("t"))
        #expect(list.stages.map(\.outputs) == [2])
        #expect(Set(list.unreadable.map(\.row.text)) == ["a", "b", "c", "d", "e", "\u{FFFD}"])
    }

    @Test("sees that a row has been written again")
    func revisions() async throws {
        try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("a", json: "[1]"))
        let store = SQLiteStageOutputStore(path: path)
        func revision() async throws -> [String] {
            try await store.rows(timeline: TimelineID("t"), job: nil, stage: StageName("s")).rows
                .map(\.identity.revision)
        }
        let first = try await revision()
        #expect(try await revision() == first && first.count == 1)
        for change in ["output = '[1, 2]'", "created_at = '2026-01-01T00:00:09Z'"] {
            let before = try await revision()
            try await DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE stage_output SET \(change)") }
            #expect(try await revision() != before, "\(change)")
        }
    }

    @Test("is not written to by a program that does not know its schema")
    func newerSchema() async throws {
        try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("a"))
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(throws: StageOutputStoreError.newerSchema(found: 99, known: 1)) {
            try SQLiteStageOutputWriter(path: path)
        }
        #expect(try await SQLiteStageOutputStore(path: path).ids() == ["a"])
    }

    @Test("has the schema that a fresh file gets, however often it is opened")
    func migration() async throws {
        for index in 0..<3 { try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("row-\(index)")) }
        let (version, names) = try await DatabaseQueue(path: path).read { database in
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
            let names = try String.fetchAll(
                database,
                sql: "SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
            )
            return (version, names)
        }
        #expect(version == StageOutputSQL.migrations.count)
        #expect(names == ["stage_output", "stage_output_by_timeline"])
        #expect(try await SQLiteStageOutputStore(path: path).ids().count == 3)
    }

    @Test("is made once by many who want to make it at the same time", arguments: 0..<40)
    func makingAtOnce(_: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { [path] group in
            for index in 0..<8 {
                group.addTask {
                    try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("row-\(index)"))
                    #expect(try await SQLiteStageOutputStore(path: path).ids().contains("row-\(index)"))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await SQLiteStageOutputStore(path: path).ids().count == 8)
    }

    @Test("is read while somebody else holds a write transaction open")
    func readingDuringWrite() async throws {
        try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("a"))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE; DELETE FROM stage_output") }
        let store = SQLiteStageOutputStore(path: path)
        #expect(try await store.ids() == ["a"])
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        #expect(try await store.ids() == [])
    }

    @Test("cannot be written through the connections that read it")
    func readOnly() async throws {
        try await SQLiteStageOutputWriter(path: path).insert(NewStageOutput("a"))
        var configuration = Configuration.stageOutputs
        configuration.readonly = true
        let pool = try DatabasePool(path: path, configuration: configuration)
        await #expect(throws: DatabaseError.self) {
            try await pool.write { try $0.execute(sql: "DELETE FROM stage_output") }
        }
    }

    private func expectCorrupt(_ body: () async throws -> Void) async {
        await #expect {
            try await body()
        } throws: { error in
            guard case StageOutputStoreError.corrupt(let detail) = error else { return false }
            return !"\(error)".contains(folder.path) && !detail.contains("SELECT")
        }
    }
}
