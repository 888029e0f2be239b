import Foundation
import StoreTestSupport
import Synchronization
import Testing

@testable import OverlayService
@testable import Store

@Suite("What is remembered")
struct RememberedTests {
    @Test("holds for a while, and is found once meanwhile")
    func values() async throws {
        let clock = Mutex(ContinuousClock.now)
        let count = Mutex(0)
        let remembered = Remembered<String, Int>(lifetime: .seconds(10), capacity: 2) { clock.withLock(\.self) }
        func value(_ key: String) async throws -> Int {
            try await remembered.value(of: key, keptWhere: { $0 != 3 }) {
                count.withLock {
                    $0 += 1; return $0
                }
            }
        }
        #expect(try await value("a") == 1)
        clock.withLock { $0 += .seconds(9) }
        #expect(try await value("a") == 1)
        clock.withLock { $0 += .seconds(1) }
        #expect(remembered["a"] == nil)
        #expect(try await value("a") == 2)
        // 3 is not kept.
        #expect(try await value("b") == 3)
        #expect(try await value("b") == 4)
        #expect(try await value("c") == 5)
        #expect(remembered["a"] == nil && remembered["c"] == 5)
        remembered.forget("c")
        #expect(remembered["c"] == nil)
    }

    @Test("rows are listed once for all who ask within the time, but for stages without any")
    func rows() async throws {
        let memory = MemoryStageOutputStore()
        let recent = RecentRows(memory, lifetime: .seconds(3600))
        let (timeline, job, stage) = (try TimelineID("t"), try JobID("j"), try StageName("s"))
        func count() async throws -> Int {
            try await recent.rows(timeline: timeline, job: job, stage: stage).rows.count
        }
        func insert(_ id: String) async throws {
            let json = Array("{}".utf8)
            let (id, now) = (StageOutputID(id), Date(timeIntervalSince1970: 1))
            let row = NewStageOutput(timeline: timeline, job: job, stage: stage, json: json, createdAt: now, id: id)
            try await memory.insert(row)
        }
        #expect(try await count() == 0)
        try await insert("1")
        #expect(try await count() == 1)
        try await insert("2")
        #expect(try await count() == 1)
        // A list that names a row that is gone is forgotten.
        await #expect(throws: StageOutputStoreError.unknownRow(StageOutputID("gone"))) {
            try await recent.read([StageOutputID("gone")]) { _, _ in }
        }
        #expect(try await count() == 2)
    }
}
