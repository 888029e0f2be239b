import Foundation
import Store
import StoreTestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("A timeline over HTTP")
struct TimelineTests {
    @Test("jobs say which job they were replayed from, where checkpoints do")
    func parents() async throws {
        let parents = [try JobID("job-b"): try JobID("job-a"), try JobID("job-z"): try JobID("job-a")]
        let fixture = try ServiceFixture(stageOutputs: MemoryStageOutputStore(parents: parents))
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        let replay = StageAddress(
            timeline: try TimelineID("clip-1"),
            job: try JobID("job-b"),
            stage: try StageName("detect")
        )
        try await fixture.importer().insert(Array(ServiceFixture.detections.utf8), as: replay)
        let json = try await fixture.call("/v1/timelines/clip-1").json()
        let jobs = try #require(json["jobs"] as? [[String: Any]])
        #expect(jobs.map { $0["job_id"] as? String } == ["job-a", "job-b"])
        #expect(jobs.map { $0["parent_job_id"] as? String } == [nil, "job-a"])
    }

    @Test("says how many frames of what size it has, and which stages of which jobs")
    func timeline() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.insert(
            #"{"frames": [{"frame": 0, "timestamp": 1}, {"frame": 2, "timestamp": 3.5}]}"#,
            stage: "extract_frames"
        )
        let json = try await fixture.call("/v1/timelines/clip-1").json()
        let frames = try #require(json["frames"] as? [String: Any])
        #expect(frames["count"] as? Int == 2 && frames["first"] as? Int == 0 && frames["last"] as? Int == 2)
        #expect(frames["seconds"] as? Double == 2.5)
        #expect(frames["width"] as? Int == 160 && frames["height"] as? Int == 120)
        let jobs = try #require(json["jobs"] as? [[String: Any]])
        #expect(jobs.map { $0["job_id"] as? String } == ["job-a"])
        let stages = try #require(jobs[0]["stages"] as? [[String: Any]])
        #expect(stages.map { $0["stage"] as? String } == ["detect", "extract_frames"])
        #expect(try await fixture.call("/v1/timelines/clip-2").status == 404)
    }

    @Test("without frames, or with unreadable ones, says what it has")
    func little() async throws {
        let bare = try ServiceFixture()
        try await bare.insert(#"{"frames": []}"#, stage: "detect")
        #expect(try await frames(bare).keys.sorted() == ["count", "number_base"])
        let damaged = try ServiceFixture()
        try await damaged.importer().put(Array("not a picture".utf8), number: 3, format: .jpeg)
        #expect(try await frames(damaged).keys.sorted() == ["count", "first", "last", "number_base"])
    }

    private func frames(_ fixture: ServiceFixture) async throws -> [String: Any] {
        try #require(try await fixture.call("/v1/timelines/clip-1").json()["frames"] as? [String: Any])
    }

    @Test("whose job or stage is another one is told which there are, the nearest first")
    func nearest() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        for stage in ["track", "segment", "Detect2"] { try await fixture.insert(#"{"frames": []}"#, stage: stage) }
        func detail(_ path: String) async throws -> String? {
            try await fixture.call("/v1/timelines/clip-1/jobs/\(path)/overlays/0").json()["detail"] as? String
        }
        #expect(
            try await detail("job-a/stages/detekt")
                == "Job job-a has no output of stage detekt; there are detect, Detect2, segment, track."
        )
        #expect(try await detail("jobA/stages/detect") == "Timeline clip-1 has no job jobA; there are job-a.")
        let many = NearestNames((0..<14).map { "s\($0)" }, to: "s9").description
        #expect(many == "there are s9, s0, s1, s2, s3, s4, s5, s6, s7, s8 and 4 more")
    }

    @Test("is listed with the others, the latest first, page by page")
    func list() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        for (index, name) in ["old", "new", "mid"].enumerated() {
            let at = Date(timeIntervalSince1970: [1_000, 3_000, 2_000.5][index])
            try await fixture.services.stores.makeWriter().insert(
                NewStageOutput(
                    timeline: TimelineID(name),
                    job: JobID("j"),
                    stage: StageName("s"),
                    json: Array("{}".utf8),
                    createdAt: at
                )
            )
        }
        let first = try await fixture.call("/v1/timelines?limit=3").json()
        let entries = try #require(first["timelines"] as? [[String: Any]])
        #expect(entries.map { $0["timeline_id"] as? String } == ["clip-1", "new", "mid"])
        #expect(entries[0]["jobs"] as? [String] == ["job-a"] && entries[0]["stages"] as? [String] == ["detect"])
        #expect(entries[2]["last_created_at"] as? String == "1970-01-01T00:33:20.500Z")
        let next = try #require(first["next"] as? String)
        let last = try await fixture.call("/v1/timelines?limit=3&after=\(next)").json()
        #expect((last["timelines"] as? [[String: Any]])?.map { $0["timeline_id"] as? String } == ["old"])
        #expect(last["next"] == nil)
        for wrong in ["after=", "after=%21", "after=LTkyMjMzNzIwMzY4NTQ3NzU4MDggYQ", "limit=0", "x=1"] {
            #expect(try await fixture.call("/v1/timelines?\(wrong)").status == 400, "\(wrong)")
        }
    }
}
