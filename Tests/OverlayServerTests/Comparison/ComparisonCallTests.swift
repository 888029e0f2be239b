import Detections
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("Findings held against another job")
struct ComparisonCallTests {
    private static let before = """
        {"frames": [
          {"frame": 0, "detections": [
            {"label": "person", "confidence": 0.9, "track_id": 3, "bbox": [20, 40, 30, 50]},
            {"label": "car", "confidence": 0.8, "bbox": [90, 40, 30, 50]}]},
          {"frame": 1, "detections": [{"label": "person", "track_id": 3, "bbox": [20, 40, 30, 50]}]},
          {"frame": 2, "detections": []}]}
        """
    private static let after = """
        {"frames": [
          {"frame": 0, "detections": [
            {"label": "person", "confidence": 0.5, "track_id": 3, "bbox": [26, 40, 30, 50]},
            {"label": "dog", "confidence": 0.7, "bbox": [60, 2, 20, 20]}]},
          {"frame": 1, "detections": [{"label": "person", "track_id": 4, "bbox": [20, 40, 30, 50]}]}]}
        """

    private static func old(_ fixture: ServiceFixture) throws -> StageAddress {
        StageAddress(
            timeline: try TimelineID(fixture.timeline),
            job: try JobID("old"),
            stage: try StageName("detect")
        )
    }

    private func fixture(before: String = before) async throws -> ServiceFixture {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        try await fixture.insert(Self.after, stage: "detect")
        let old = try Self.old(fixture)
        try await fixture.importer().insert(Array(before.utf8), as: old)
        return fixture
    }

    @Test("are counted frame by frame, and frames of which one side alone speaks apart")
    func comparison() async throws {
        let fixture = try await fixture()
        let answer = try await fixture.call("\(ServiceFixture.prefix)/comparison?compare_job=old").json()
        let frames = try #require(answer["frames"] as? [String: [Any]])
        func column(_ name: String) -> [Int?] { frames[name]?.map { $0 as? Int } ?? [] }
        #expect(column("frame") == [0, 1, 2])
        #expect(column("moved") == [1, 0, nil] && column("confidence_changed") == [1, 0, nil])
        #expect(column("added") == [1, 0, nil] && column("lost") == [1, 0, nil])
        #expect(column("identity_switched") == [0, 1, nil])
        #expect(frames["only"]?.map { $0 as? String } == [nil, nil, "reference"])
        let totals = try #require(answer["totals"] as? [String: Any])
        #expect(totals["things"] as? Int == 4 && totals["only_reference"] as? Int == 1)
        #expect(answer["difference"] as? Double == 1 && answer["metrics"] == nil)
        let some = try await fixture.call("\(ServiceFixture.prefix)/comparison?compare_job=old&frames=1").json()
        #expect((some["frames"] as? [String: [Any]])?["frame"] as? [Int] == [1])
    }

    @Test("have metrics where the reference is the truth")
    func truth() async throws {
        let declared = Self.before.replacing(
            "{\"frames\"",
            with: "{\"ground_truth\": true, \"frames\"",
            maxReplacements: 1
        )
        for (before, query) in [(declared, ""), (Self.before, "&ground_truth=true")] {
            let fixture = try await fixture(before: before)
            let answer = try await fixture.call("\(ServiceFixture.prefix)/comparison?compare_job=old\(query)").json()
            let metrics = try #require(answer["metrics"] as? [String: Any])
            #expect(metrics["true_positives"] as? Int == 2 && metrics["identity_switches"] as? Int == 1)
            // The truth is not unsure of anything.
            let columns = answer["frames"] as? [String: [Any]]
            #expect(columns?["confidence_changed"]?.first as? Int == 0)
        }
    }

    @Test(
        "say which field of a call is at fault",
        arguments: [
            ("", 400, "compare_job"), ("?compare_job=none", 404, "compare_job"),
            ("?compare_stage=none", 404, "compare_stage"),
            ("?compare_job=old&iou_threshold=2", 400, "iou_threshold"), ("?compare_job=old&hud=true", 400, "hud"),
            ("?compare_job=old&frames=x", 400, "frames"), ("?compare_job=old&ground_truth=1", 400, "ground_truth"),
            ("?compare_job=", 400, "compare_job"),
        ]
    )
    func errors(query: String, status: Int, field: String) async throws {
        let answer = try await fixture().call("\(ServiceFixture.prefix)/comparison\(query)")
        #expect(answer.status == status)
        let problem = try answer.json()
        #expect(problem["field"] as? String == field)
    }

    @Test(
        "are asked for of a job that there is",
        arguments: ["overlays/0?", "overlays?frames=0-1&", "clip?frames=0-1&", "sheet?frames=0&"]
    )
    func unknown(call: String) async throws {
        let answer = try await fixture().call("\(ServiceFixture.prefix)/\(call)compare_job=none")
        #expect(try answer.status == 404 && answer.json()["field"] as? String == "compare_job")
    }

    @Test("are marked on the overlay, with the counts in its answer")
    func overlay() async throws {
        let fixture = try await fixture()
        let answer = try await fixture.call("\(ServiceFixture.prefix)/overlays/0?compare_job=old").json()
        let comparison = try #require(answer["comparison"] as? [String: Any])
        let counts = try #require(comparison["differences"] as? [String: Int])
        #expect(counts["moved"] == 1 && counts["added"] == 1 && counts["lost"] == 1 && counts["same"] == 0)
        #expect(comparison["compare_job"] as? String == "old" && comparison["compare_stage"] as? String == "detect")
        #expect((answer["drawn"] as? [String: Int])?["differences"] == 3)
        let lost = try await fixture.call("\(ServiceFixture.prefix)/overlays/0?compare_job=old&differences=lost").json()
        #expect(lost["hidden"] as? [String: Int] == ["differences": 2])
        #expect((lost["drawn"] as? [String: Int])?["boxes"] == 1)
        // What is a switch is known from the frames before.
        let next = try await fixture.call("\(ServiceFixture.prefix)/overlays/1?compare_job=old").json()
        let switched = (next["comparison"] as? [String: Any])?["differences"] as? [String: Int]
        #expect(switched?["identity_switched"] == 1)
    }

    @Test("count what is below the least confidence as hidden")
    func hidden() async throws {
        let path = "\(ServiceFixture.prefix)/overlays/0?compare_job=old&min_confidence=0.6"
        let answer = try await fixture().call(path).json()
        #expect(answer["hidden"] as? [String: Int] == ["min_confidence": 1])
        // The person is there with 0.9 in the other job alone.
        let counts = (answer["comparison"] as? [String: Any])?["differences"] as? [String: Int]
        #expect(counts?["lost"] == 2 && counts?["added"] == 1)
    }

    @Test("are hidden by effects where either side has found something")
    func redacted() async throws {
        let answer = try await fixture().call("\(ServiceFixture.prefix)/overlays/0?compare_job=old&effect=pixelate")
            .json()
        // Two of its own, and the car of the other job.
        #expect((answer["drawn"] as? [String: Int])?["redactions"] == 3)
    }

    @Test("give another sheet when the other job's rows change")
    func sheets() async throws {
        let fixture = try await fixture()
        let path = "\(ServiceFixture.prefix)/sheet?frames=1&width=320&compare_job=old"
        let first = try await fixture.call(path)
        let tag = try #require(first.headers[.eTag])
        #expect(try await fixture.call(path, headers: [.ifNoneMatch: tag]).status == 304)
        let changed = Self.before.replacing("[20, 40, 30, 50]", with: "[24, 40, 30, 50]")
        try await fixture.importer().insert(Array(changed.utf8), as: try Self.old(fixture))
        #expect(try await fixture.call(path, headers: [.ifNoneMatch: tag]).status == 200)
    }

    @Test("are not compared on a frame of which one side does not speak, which a warning says")
    func silence() async throws {
        let answer = try await fixture().call("\(ServiceFixture.prefix)/overlays/2?compare_job=old").json()
        #expect(answer["comparison"] == nil)
        let codes = (answer["warnings"] as? [[String: Any]])?.compactMap { $0["code"] as? String } ?? []
        #expect(codes.contains("not_compared"))
    }

    @Test("give another overlay when the other job's rows change, also where a batch has noted the first")
    func changes() async throws {
        let fixture = try await fixture()
        let options = RerenderOptions(
            timeline: try TimelineID(fixture.timeline),
            job: try JobID(fixture.job),
            stage: nil,
            frames: try FrameSelection("1"),
            shard: .whole,
            isForced: false,
            isDryRun: false,
            style: try Style(["compare_job": ["old"]])
        )
        func run() async throws -> RerenderOutcome {
            // Services that remember nothing.
            let configuration = try Configuration(environment: [:], processorCount: 2)
            let services = try Services(configuration: configuration, stores: fixture.services.stores)
            return try #require(try await Rerender(job: services.job, options: options).run { _, _ in }.first)
        }
        let first = try await run()
        #expect(try await run().status == "present")
        let old = try Self.old(fixture)
        let changed = Self.before.replacing("[20, 40, 30, 50]", with: "[24, 40, 30, 50]")
        try await fixture.importer().insert(Array(changed.utf8), as: old)
        let second = try await run()
        #expect(second.status == "rendered" && second.overlay?.key != first.overlay?.key)
    }
}
