import Foundation
import Testing

@testable import Store

// scripts/test starts the server.
@Suite("A Postgres stage output store", .enabled(if: PostgresServer.isAvailable))
struct PostgresStageOutputStoreTests {
    private static let ids = (0..<3).map { "0000000\($0)-aaaa-4bbb-8ccc-000000000000" }

    private let server: PostgresServer

    init() throws { server = try .shared() }

    @Test("has the table that the writer makes, even when many make it at once")
    func ownTable() async throws {
        try await server.withSchema { schema in
            let store = try schema.store()
            await #expect(throws: StageOutputStoreError.noTable("stage_output")) { try await store.check() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in Self.ids {
                    group.addTask { try await schema.writer().insert(NewStageOutput(id, json: #"{"b": 1, "a": 2}"#)) }
                }
                try await group.waitForAll()
            }
            try await store.check()
            #expect(try await store.ids() == Self.ids)
            #expect(try await store.json(of: StageOutputID(Self.ids[1])) == Array(#"{"b": 1, "a": 2}"#.utf8))
            let indexes = try await schema.pool.rows(
                of: "SELECT indexname FROM pg_indexes WHERE schemaname = \(schema.name)"
            )
            #expect(Set(indexes.compactMap { $0.text(0) }) == ["stage_output_pkey", "stage_output_by_timeline"])
            #expect(try await store.missingIndex() == nil)
        }
    }

    @Test("has no row that cannot be")
    func impossibleIDs() async throws {
        try await server.withSchema { schema in
            try await schema.writer().insert(NewStageOutput(Self.ids[0]))
            let store = try schema.store()
            for id in ["abc", "", Self.ids[0].uppercased(), "{\(Self.ids[0])}", Self.ids[1]] {
                await #expect(throws: StageOutputStoreError.unknownRow(StageOutputID(id))) {
                    try await store.read([StageOutputID(Self.ids[0]), StageOutputID(id)]) { _, _ in }
                }
            }
        }
    }

    @Test("fits tables of other names and types")
    func otherTables() async throws {
        try await server.withSchema { schema in
            try await schema.execute(
                "CREATE TABLE \(schema.name).\"Stage Outputs\" (key bigint PRIMARY KEY, timeline uuid, \"job\"\"\" int, "
                    + "stage_name varchar, \"select\" json, at timestamp)",
                "INSERT INTO \(schema.name).\"Stage Outputs\" VALUES "
                    + "(7, '\(Self.ids[0])', 42, 's', '{\"b\": 1,  \"a\": 2}', '2026-01-01 00:00:01.123457'), "
                    + "(8, '\(Self.ids[0])', 42, 's', NULL, '2026-01-01 00:00:00')"
            )
            let columns = "id=key,timeline_id=timeline,job_id=job\",stage=stage_name,output=select,created_at=at"
            let store = try schema.store(StageOutputTable(name: "\(schema.name).Stage Outputs", columns: columns))
            let timelines = try await store.timelines(limit: 10, after: nil)
            #expect(timelines.map(\.timeline.text) == [Self.ids[0]] && timelines[0].jobs.map(\.text) == ["42"])
            #expect(try await store.timelines(limit: 10, after: timelines[0].cursor).isEmpty)
            try await schema.execute(
                "INSERT INTO \(schema.name).\"Stage Outputs\" VALUES "
                    + "(9, '\(Self.ids[1])', 1, 's', NULL, '294276-12-31'), (10, '\(Self.ids[2])', 1, 's', NULL, 'infinity')"
            )
            let late = try await store.timelines(limit: 1, after: nil)
            #expect(late.map(\.timeline.text) == [Self.ids[1]])
            #expect(try await store.timelines(limit: 9, after: late[0].cursor) == timelines)
            try await schema.execute("DELETE FROM \(schema.name).\"Stage Outputs\" WHERE key > 8")
            let index = try #require(try await store.missingIndex())
            try await schema.execute(index.replacing(" CONCURRENTLY", with: ""))
            #expect(try await store.missingIndex() == nil)
            try await store.check()
            let timeline = try TimelineID(Self.ids[0])
            let rows = try await store.rows(timeline: timeline, job: JobID("42"), stage: StageName("s")).rows
            #expect(rows.map(\.id.text) == ["8", "7"] && rows.last?.createdAt == .testing(1.123_457))
            #expect(try await store.stages(of: timeline).stages.map(\.outputs) == [2])
            #expect(try await store.json(of: StageOutputID("7")) == Array(#"{"b": 1,  "a": 2}"#.utf8))
            #expect(try await store.json(of: StageOutputID("8")) == Array("null".utf8))
            // Of the wrong type, or out of its range.
            for job in ["j", "99999999999999999999", "042"] {
                let found = try await store.rows(timeline: timeline, job: JobID(job), stage: StageName("s")).rows
                #expect(found.count == (job == "042" ? 2 : 0))
            }
            #expect(try await store.stages(of: TimelineID("not-a-uuid")) == StageList([]))
            for id in ["07", "x", "99999999999999999999"] {
                await #expect(throws: StageOutputStoreError.unknownRow(StageOutputID(id))) {
                    try await store.json(of: StageOutputID(id))
                }
            }
        }
    }

    @Test("names rows whose columns hold what they cannot, and gives the others")
    func unreadableRows() async throws {
        try await server.withSchema { schema in
            try await schema.execute(
                StageOutputTable.texts(in: schema.name),
                "ALTER TABLE \(schema.name).outputs ALTER job_id DROP NOT NULL, ALTER stage DROP NOT NULL",
                "INSERT INTO \(schema.name).outputs VALUES ('a', 't', 'j', 's', '{}', 'infinity'), "
                    + "('b', 't', 'j', 's', '{}', NULL), ('c', 't', NULL, 's', '{}', now()), ('d', 't', 'j', NULL, '{}', now()), "
                    + "('e', 't', 'j', 's', '{}', now())"
            )
            let store = try schema.store(StageOutputTable(name: schema.name + ".outputs"))
            let timeline = try TimelineID("t")
            let rows = try await store.rows(timeline: timeline, job: nil, stage: StageName("s"))
            #expect(rows.rows.map(\.id.text) == ["e"])
            let reasons = [
                "a": "its created_at is malformed: \"Infinity\"", "b": "its created_at is missing",
                "c": "its job_id is missing",
            ]
            #expect(Dictionary(uniqueKeysWithValues: rows.unreadable.map { ($0.row.text, $0.reason) }) == reasons)
            let list = try await store.stages(of: timeline)
            #expect(list.stages.map(\.outputs) == [1])
            #expect(Set(list.unreadable.map(\.row.text)) == ["a", "b", "c", "d"])
            #expect(list.unreadable.first { $0.row.text == "d" }?.reason == "its stage is missing")
        }
    }

    @Test("sees that a row has been written again, in a table and through a view")
    func revisions() async throws {
        try await server.withSchema { schema in
            try await schema.execute(
                StageOutputTable.texts(in: schema.name),
                "CREATE VIEW \(schema.name).seen AS SELECT * FROM \(schema.name).outputs",
                "INSERT INTO \(schema.name).outputs VALUES ('a', 't', 'j', 's', '{}', now())"
            )
            for name in ["outputs", "seen"] {
                let store = try schema.store(StageOutputTable(name: "\(schema.name).\(name)"))
                func revision() async throws -> [String] {
                    try await store.rows(timeline: TimelineID("t"), job: nil, stage: StageName("s")).rows
                        .map(\.identity.revision)
                }
                let first = try await revision()
                #expect(try await revision() == first && first.count == 1)
                try await schema.execute("UPDATE \(schema.name).outputs SET output = output || ' '")
                #expect(try await revision() != first, "\(name)")
            }
        }
    }

    @Test(
        "takes what a stage writes in a table of its own, and replaces and names what jsonb does not take in another's"
    )
    func unusualJSON() async throws {
        try await server.withSchema { schema in
            let json =
                "{\"a\": NaN,\n \"b\": [\"\\u0000x\", \"\\ud800\", \"\\ud83d\\ude00\\\\u0000\"],\n\"c\": -Infinity}"
            let output = try NewStageOutput(Self.ids[0], json: json)
            #expect(try await schema.writer().insert(output) == [])
            #expect(try await schema.store().json(of: output.id) == Array(json.utf8))
            try await schema.execute("ALTER TABLE \(schema.name).stage_output ALTER output TYPE jsonb USING '{}'")
            let other = try NewStageOutput(Self.ids[1], json: json)
            let replaced = try await schema.writer().insert(other)
            #expect(
                replaced.map(\.description) == [
                    "line 1, column 7: NaN by null", #"line 2, column 9: \u0000 by \ufffd"#,
                    #"line 2, column 20: \ud800 by \ufffd"#, "line 3, column 6: -Infinity by null",
                ]
            )
            let kept = try await schema.store().json(of: other.id)
            let value = try JSONSerialization.jsonObject(with: Data(kept)) as? [String: Any]
            #expect(value?["b"] as? [String] == ["\u{fffd}x", "\u{fffd}", "😀\\u0000"])
            #expect(value?["a"] is NSNull && value?["c"] is NSNull)
        }
    }

    @Test("reads names of a fixed width without their blanks, which then name their rows")
    func paddedNames() async throws {
        try await server.withSchema { schema in
            try await schema.execute(
                "CREATE TABLE \(schema.name).stage_output (id char(40) PRIMARY KEY, timeline_id char(12), job_id char(50), "
                    + "stage char(20), output json, created_at timestamptz)",
                "INSERT INTO \(schema.name).stage_output VALUES "
                    + "('r1', 't', 'manual__2026-11-27T10:00:00+00:00', 'detect people', '{\"a\": 1}', '2026-01-01')"
            )
            let store = try schema.store()
            let timeline = try #require(try await store.timelines(limit: 9, after: nil).first)
            #expect(timeline.timeline.text == "t" && timeline.stages.map(\.text) == ["detect people"])
            let stage = try #require(try await store.stages(of: timeline.timeline).stages.first)
            #expect(stage.jobID.text == "manual__2026-11-27T10:00:00+00:00")
            let rows = try await store.rows(timeline: timeline.timeline, job: stage.jobID, stage: stage.stage).rows
            #expect(rows.map(\.id.text) == ["r1"] && rows.map(\.jobID) == [stage.jobID])
            #expect(try await store.json(of: rows[0].id) == Array(#"{"a": 1}"#.utf8))
        }
    }

    @Test(
        "says of a column of times that has none, whoever asks",
        arguments: ["bigint", "int", "double precision", "text"]
    )
    func noTimes(type: String) async throws {
        try await server.withSchema { schema in
            try await schema.execute(
                "CREATE TABLE \(schema.name).stage_output (id text, timeline_id text, job_id text, stage text, output json, "
                    + "created_at \(type))",
                "INSERT INTO \(schema.name).stage_output VALUES ('r', 't', 'j', 's', '{}', '1')"
            )
            let store = try schema.store()
            let error = StageOutputStoreError.noTimes("created_at", table: "stage_output")
            await #expect(throws: error) { try await store.check() }
            await #expect(throws: error) { try await store.timelines(limit: 9, after: nil) }
            await #expect(throws: error) { try await store.stages(of: TimelineID("t")) }
            await #expect(throws: error) {
                try await store.rows(timeline: TimelineID("t"), job: nil, stage: StageName("s"))
            }
        }
    }

    @Test("says why the database does not take a row")
    func refusals() async throws {
        try await server.withSchema { schema in
            let writer = try schema.writer()
            let outputs = [
                try NewStageOutput("not-a-uuid"), try NewStageOutput(Self.ids[0], json: "\0"),
            ]
            for output in outputs {
                await #expect {
                    try await writer.insert(output)
                } throws: { error in
                    guard case StageOutputStoreError.outputRefused(output.id, let reason) = error else { return false }
                    return !reason.isEmpty && !reason.contains("INSERT")
                }
            }
            try await writer.insert(NewStageOutput(Self.ids[0]))
            await #expect(throws: StageOutputStoreError.duplicateRow(StageOutputID(Self.ids[0]))) {
                try await writer.insert(NewStageOutput(Self.ids[0]))
            }
        }
    }

    @Test("is read by a user who may only read, who writes nothing")
    func reader() async throws {
        try await server.withSchema { schema in
            try await schema.writer().insert(NewStageOutput(Self.ids[0]))
            let reader = try schema.store(url: server.readerURL)
            try await reader.check()
            #expect(try await reader.ids() == [Self.ids[0]])
            await expectDenied { try await schema.writer(url: server.readerURL).insert(NewStageOutput(Self.ids[1])) }
            try await schema.execute("REVOKE SELECT ON \(schema.name).stage_output FROM reader")
            await expectDenied { try await reader.check() }
        }
    }

    @Test("says which column is missing", arguments: StageOutputColumn.allCases)
    func missingColumn(column: StageOutputColumn) async throws {
        try await server.withSchema { schema in
            try await schema.execute(StageOutputTable.texts(in: schema.name))
            let table = try StageOutputTable(name: schema.name + ".outputs", columns: "\(column.rawValue)=absent")
            await #expect(throws: StageOutputStoreError.noColumn("absent", table: "\(schema.name).outputs")) {
                try await schema.store(table).check()
            }
        }
    }

    @Test(
        "says which job was replayed from which, by the newest checkpoint, whatever columns there are",
        arguments: [
            (
                "job_id text, parent_job_id text, created_at timestamptz", "",
                ["'b','a','2026-01-02'", "'b','z','2026-01-01'", "'c',NULL,'2026-01-01'"]
            ),
            (
                "job text, parent uuid, at int", "job_id=job,parent_job_id=parent,created_at=at",
                [
                    "'b','00000000-0000-0000-0000-00000000000a',2", "'b','00000000-0000-0000-0000-00000000000f',1",
                ]
            ),
            ("job_id char(5), parent_job_id text", "", ["'b','a'"]),
        ]
    )
    func parents(columns: String, names: String, rows: [String]) async throws {
        try await server.withSchema { schema in
            try await schema.execute("CREATE TABLE \(schema.name).checkpoint (\(columns))")
            for row in rows { try await schema.execute("INSERT INTO \(schema.name).checkpoint VALUES (\(row))") }
            let checkpoints = try CheckpointTable(name: "\(schema.name).checkpoint", columns: names)
            let store = try PostgresStageOutputStore(
                url: server.url,
                table: StageOutputTable(),
                checkpoints: checkpoints,
                settings: .patient
            )
            let parents = try await store.parents(of: ["a", "b", "c"].map { JobID(stored: $0) })
            #expect(parents.count == 1 && parents[JobID(stored: "b")]?.text.hasSuffix("a") == true, "\(parents)")
        }
    }

    @Test("says that there are no checkpoints where their table is missing, and knows none where it is not asked for")
    func noCheckpoints() async throws {
        let absent = try CheckpointTable(name: "absent")
        let store = try PostgresStageOutputStore(
            url: server.url,
            table: StageOutputTable(),
            checkpoints: absent,
            settings: .patient
        )
        await #expect(throws: StageOutputStoreError.noTable("absent")) {
            try await store.parents(of: [JobID(stored: "a")])
        }
        let without = try PostgresStageOutputStore(url: server.url, table: StageOutputTable(), settings: .patient)
        #expect(try await without.parents(of: [JobID(stored: "a")]).isEmpty)
    }

    @Test("says which table is missing", arguments: ["absent", "absent.outputs", "a'b"])
    func missingTable(name: String) async throws {
        let store = try PostgresStageOutputStore(
            url: server.url,
            table: StageOutputTable(name: name),
            settings: .patient
        )
        await #expect(throws: StageOutputStoreError.noTable(name)) { try await store.check() }
    }

    @Test("says where it reads, without a password")
    func description() throws {
        let store = try PostgresStageOutputStore(
            url: "postgres://u:secret@db:7/mpr",
            table: StageOutputTable(name: "a.b")
        )
        #expect(store.description == "Postgres db:7/mpr a.b")
    }

    private func expectDenied(_ body: () async throws -> Void) async {
        await #expect {
            try await body()
        } throws: { error in
            guard case StageOutputStoreError.permissionDenied(table: "stage_output", _) = error else { return false }
            return true
        }
    }
}

extension PostgresSchema {
    /// With the schema as the only one that names without a schema are looked for in.
    private func url(_ url: String? = nil) -> String { (url ?? server.url) + "?options=-csearch_path%3D\(name)" }

    func store(_ table: StageOutputTable? = nil, url: String? = nil) throws -> PostgresStageOutputStore {
        try PostgresStageOutputStore(url: self.url(url), table: table ?? StageOutputTable(), settings: .patient)
    }

    func writer(url: String? = nil) throws -> PostgresStageOutputWriter {
        try PostgresStageOutputWriter(url: self.url(url), table: StageOutputTable(), settings: .patient)
    }
}
