import Foundation
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("The frames to look at first")
struct RankingTests {
    private static let output = """
        {"frames": [
          {"frame": 0, "timestamp": 0.5, "detections": [
            {"track_id": 1, "confidence": 0.9, "bbox": [20, 40, 30, 50]},
            {"track_id": 2, "confidence": 0.4, "bbox": [60, 40, 30, 50]}]},
          {"frame": 1, "detections": [
            {"track_id": 2, "confidence": 0.3, "bbox": [60, 40, 30, 50]},
            {"track_id": 3, "confidence": 0.45, "bbox": [90, 40, 30, 50]},
            {"confidence": 0.1, "bbox": [1, 1, 9, 9], "status": "dropped", "reason": "nms"},
            {"confidence": 0.2, "bbox": [1, 1, 9, 9], "status": "dropped", "reason": "nms"},
            {"bbox": [1, 1, 9, 9], "status": "dropped"}]},
          {"frame": 2, "detections": [
            {"track_id": 1, "confidence": 0.2, "bbox": [20, 40, 30, 50]},
            {"track_id": 3, "bbox": [90, 40, 30, 50]}]}]}
        """

    private func ranking(_ query: String) async throws -> Answer {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        try await fixture.insert(Self.output, stage: "detect")
        try await fixture.insert(#"{"frames": [{"frame": 0, "detections": []}]}"#, stage: "other")
        return try await fixture.call("\(ServiceFixture.prefix)/ranking\(query)")
    }

    @Test(
        "are those with most of what is asked for",
        arguments: [
            (
                "low_confidence", [1, 2, 0],
                ["2 below 0.5, the least 0.30", "1 below 0.5, the least 0.20", "1 below 0.5, the least 0.40"]
            ),
            ("dropped", [1], ["2 nms, 1 unknown"]),
            ("track_breaks", [1, 2], ["1 away, 1 began", "1 ended"]),
            (
                "difference&compare_stage=other", [0, 1, 2],
                ["2 added", "the reference does not speak of it", "the reference does not speak of it"]
            ),
        ]
    )
    func ranked(by: String, frames: [Int], details: [String]) async throws {
        let entries = try #require(try await ranking("?by=\(by)").json()["frames"] as? [[String: Any]])
        #expect(entries.map { $0["frame"] as? Int } == frames)
        #expect(entries.map { $0["detail"] as? String } == details)
        let first = try await ranking("?by=\(by)&limit=1").json()["frames"] as? [[String: Any]]
        #expect(first?.count == 1 && first?.first?["frame"] as? Int == frames[0])
    }

    @Test(
        "are asked for by fields that are there",
        arguments: [
            ("", "by"), ("?by=beauty", "by"), ("?by=dropped&limit=0", "limit"), ("?by=difference", "compare_job"),
            ("?by=dropped&compare_job=old", "compare_job"), ("?by=dropped&hud=true", "hud"),
        ]
    )
    func errors(query: String, field: String) async throws {
        let answer = try await ranking(query)
        #expect(try answer.status == 400 && answer.json()["field"] as? String == field)
    }
}
