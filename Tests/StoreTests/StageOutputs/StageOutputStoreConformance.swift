import Foundation
import Testing

@testable import Store

/// What every store of stage outputs does.
@Suite("Every stage output store")
struct StageOutputStoreConformance {
    @Test("gives back what was written", arguments: StageOutputStoreKind.allCases)
    func json(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            let texts = ["{}", "", #"{"a": "é漢😀\u0000", "n": NaN}"#, String(repeating: "x", count: 3_000_000)]
            for (index, text) in texts.enumerated() {
                try await writer.insert(NewStageOutput("row-\(index)", json: text, at: Double(index)))
            }
            for (index, text) in texts.enumerated() {
                #expect(try await store.json(of: StageOutputID("row-\(index)")) == Array(text.utf8))
            }
            let rows = try await store.rows(timeline: TimelineID("t"), job: JobID("j"), stage: StageName("s")).rows
            #expect(rows.map(\.id.text) == texts.indices.map { "row-\($0)" })
            #expect(try rows.allSatisfy { try $0.jobID == JobID("j") })
        }
    }

    @Test("gives back several rows at once, each once", arguments: StageOutputStoreKind.allCases)
    func several(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            let ids = ["plain", #"quote " and ' and \ and {,}"#, "'; DROP TABLE stage_output; --", "é漢😀", "NULL", " "]
            for id in ids { try await writer.insert(NewStageOutput(id, json: "[\"\(id.count)\"]")) }
            var found: [String: [UInt8]] = [:]
            try await store.read(ids.map(StageOutputID.init)) { id, json in
                #expect(found.updateValue(json, forKey: id.text) == nil)
            }
            #expect(found == Dictionary(uniqueKeysWithValues: ids.map { ($0, Array("[\"\($0.count)\"]".utf8)) }))
            try await store.read([]) { _, _ in Issue.record("nothing was asked for") }
        }
    }

    @Test("names a row that there is not among those that there are", arguments: StageOutputStoreKind.allCases)
    func unknownAmongOthers(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            for id in ["a", "b"] { try await writer.insert(NewStageOutput(id)) }
            for absent in ["c", "", "A", "a\u{0}"] {
                await #expect(throws: StageOutputStoreError.unknownRow(StageOutputID(absent))) {
                    try await store.read(["a", absent, "b"].map(StageOutputID.init)) { _, _ in }
                }
            }
        }
    }

    @Test("lists rows oldest first, by id where times are equal", arguments: StageOutputStoreKind.allCases)
    func order(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            let times = ["d": 2.0, "b": 1.0, "c": 1.0, "a": 3.0, "e": 0.999, "f": 10.0, "g": -86_400_000]
            for (id, time) in times { try await writer.insert(NewStageOutput(id, at: time)) }
            #expect(try await store.ids() == ["g", "e", "b", "c", "d", "a", "f"])
        }
    }

    @Test("lists the rows of one job, or of all, and of one stage", arguments: StageOutputStoreKind.allCases)
    func selection(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            try await writer.insert(NewStageOutput("1", job: "first", stage: "detect", at: 1))
            try await writer.insert(NewStageOutput("2", job: "second", stage: "detect", at: 2))
            try await writer.insert(NewStageOutput("3", job: "first", stage: "track", at: 3))
            try await writer.insert(NewStageOutput("4", timeline: "T", job: "first", stage: "detect", at: 4))
            try await writer.insert(NewStageOutput("5", job: "first", stage: "detect", at: 0))
            #expect(try await store.ids(job: "first", stage: "detect") == ["5", "1"])
            #expect(try await store.ids(job: nil, stage: "detect") == ["5", "1", "2"])
            #expect(try await store.ids(job: "first", stage: "track") == ["3"])
            #expect(try await store.ids(job: "First", stage: "track") == [])
            #expect(try await store.ids(job: "second", stage: "track") == [])
        }
    }

    @Test("lists timelines page by page, the latest first", arguments: StageOutputStoreKind.allCases)
    func timelines(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            #expect(try await store.timelines(limit: 10, after: nil).isEmpty)
            try await writer.insert(NewStageOutput("1", timeline: "b", job: "j2", stage: "track", at: 1))
            try await writer.insert(NewStageOutput("2", timeline: "b", job: "j1", stage: "detect", at: 7.125))
            try await writer.insert(NewStageOutput("3", timeline: "b", job: "j1", stage: "track", at: 2))
            for (id, timeline) in [("4", "d"), ("5", "a"), ("6", "C")] {
                try await writer.insert(NewStageOutput(id, timeline: timeline, at: 5.001))
            }
            try await writer.insert(NewStageOutput("7", timeline: "e", at: -60))
            var found: [TimelineSummary] = []
            while true {
                let page = try await store.timelines(limit: 2, after: found.last?.cursor)
                found += page
                if page.count < 2 { break }
            }
            #expect(found.map(\.timeline.text) == ["b", "C", "a", "d", "e"])
            #expect(found[0].jobs.map(\.text) == ["j1", "j2"] && found[0].stages.map(\.text) == ["detect", "track"])
            #expect(found[0].firstCreatedAt == .testing(1) && found[0].lastCreatedAt == .testing(7.125))
            #expect(try await store.timelines(limit: 10, after: nil) == found)
        }
    }

    @Test("sums up the stages of a timeline", arguments: StageOutputStoreKind.allCases)
    func stages(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            #expect(try await store.stages(of: TimelineID("t")) == StageList([]))
            try await writer.insert(NewStageOutput("1", job: "j2", stage: "detect", at: 5))
            try await writer.insert(NewStageOutput("2", job: "j1", stage: "track", at: 1))
            try await writer.insert(NewStageOutput("3", job: "j2", stage: "detect", at: 4.25))
            try await writer.insert(NewStageOutput("4", job: "j2", stage: "Detect", at: 3))
            try await writer.insert(NewStageOutput("5", timeline: "other", job: "j2", stage: "detect", at: 9))
            #expect(
                try await store.stages(of: TimelineID("t")).stages == [
                    summary("j1", "track", 1, 1), summary("j2", "Detect", 1, 3), summary("j2", "detect", 2, 5),
                ]
            )
            #expect(try await store.stages(of: TimelineID("unknown")) == StageList([]))
        }
    }

    @Test("keeps times to the millisecond", arguments: StageOutputStoreKind.allCases)
    func times(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            try await writer.insert(NewStageOutput("a", at: 0.123_6))
            try await writer.insert(NewStageOutput("b", at: 0.124))
            let rows = try await store.rows(timeline: TimelineID("t"), job: nil, stage: StageName("s")).rows
            #expect(rows.map(\.createdAt) == [.testing(0.124), .testing(0.124)])
        }
    }

    @Test("refuses a second row with an id, and keeps the first", arguments: StageOutputStoreKind.allCases)
    func duplicate(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            try await writer.insert(NewStageOutput("a", json: "1"))
            await #expect(throws: StageOutputStoreError.duplicateRow(StageOutputID("a"))) {
                try await writer.insert(NewStageOutput("a", json: "2"))
            }
            #expect(try await store.json(of: StageOutputID("a")) == Array("1".utf8))
        }
    }

    @Test("refuses what it could not give back", arguments: StageOutputStoreKind.allCases)
    func refused(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            var output = try NewStageOutput("a")
            output.json = [0x22, 0xff, 0x22]
            await #expect(throws: StageOutputStoreError.outputNotUTF8(StageOutputID("a"))) {
                try await writer.insert(output)
            }
            for time in [Double.infinity, .nan, 1e300, -1e300, 1e12] {
                await #expect(throws: StageOutputStoreError.createdAtOutOfRange(StageOutputID("b")), "\(time)") {
                    try await writer.insert(NewStageOutput("b", at: time))
                }
            }
            #expect(try await store.stages(of: TimelineID("t")) == StageList([]))
        }
    }

    @Test("says that there is no such row", arguments: StageOutputStoreKind.allCases)
    func unknown(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, _ in
            await #expect(throws: StageOutputStoreError.unknownRow(StageOutputID("x"))) {
                try await store.json(of: StageOutputID("x"))
            }
            try await store.check()
        }
    }

    @Test("makes ids for rows that come without", arguments: StageOutputStoreKind.allCases)
    func newIDs(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            for _ in 0..<3 {
                let output = NewStageOutput(
                    timeline: try TimelineID("t"),
                    job: try JobID("j"),
                    stage: try StageName("s"),
                    json: Array("{}".utf8),
                    createdAt: .testing(0)
                )
                try await writer.insert(output)
            }
            let ids = try await store.ids()
            #expect(Set(ids).count == 3 && ids.allSatisfy { UUID(uuidString: $0) != nil && $0 == $0.lowercased() })
        }
    }

    @Test("answers many at once, while rows are added", arguments: StageOutputStoreKind.allCases)
    func concurrency(kind: StageOutputStoreKind) async throws {
        try await kind.withStore { store, writer in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<100 {
                    group.addTask { try await writer.insert(NewStageOutput("row-\(index)", json: "[\(index)]")) }
                    group.addTask {
                        for id in try await store.ids() {
                            #expect(try await store.json(of: StageOutputID(id)) == Array("[\(id.dropFirst(4))]".utf8))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.ids().count == 100)
        }
    }

    private func summary(_ job: String, _ stage: String, _ outputs: Int, _ seconds: Double) throws -> StageSummary {
        StageSummary(jobID: try JobID(job), stage: try StageName(stage), outputs: outputs, createdAt: .testing(seconds))
    }
}
