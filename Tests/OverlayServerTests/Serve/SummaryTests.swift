import Foundation
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("A stage's summary")
struct SummaryTests {
    private static let output = """
        {"stats": {"fps": 9.5}, "zones": [{"name": "A"}],
         "frames": [
          {"frame": 0, "timestamp": 0.5, "detections": [
            {"label": "car", "confidence": 0.9, "track_id": 3, "bbox": [20, 40, 30, 50]},
            {"label": "car", "confidence": 0.4, "track_id": 4, "bbox": [20, 40, 30, 50]},
            {"label": "car", "confidence": 0.2, "bbox": [1, 1, 3, 5], "status": "dropped", "reason": "nms"},
            {"label": "car", "confidence": "x", "bbox": [NaN, 40, 30, 50]}]},
          {"frame": 2, "detections": []},
          {"frame": 1, "detections": [
            {"class_id": 7, "bbox": [20, 40, 30, 50]},
            {"label": "person", "confidence": 0.5, "bbox": [20, 40, 30, 50], "status": "dropped"},
            {"label": "person", "confidence": 0.8, "bbox": [900, 40, 30, 50]}]}]}
        """

    private func summary(_ query: String = "") async throws -> [String: Any] {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        try await fixture.insert(Self.output, stage: "detect")
        return try await fixture.call("\(ServiceFixture.prefix)/summary\(query)").json()
    }

    private func column<Element>(_ name: String, of summary: [String: Any]) -> [Element?] {
        ((summary["frames"] as? [String: Any])?[name] as? [Any])?.map { $0 as? Element } ?? []
    }

    @Test("has a column of each count, with an entry for every frame in order")
    func columns() async throws {
        let summary = try await summary()
        #expect(column("frame", of: summary) == [0, 1, 2])
        #expect(column("timestamp", of: summary) == [0.5, nil, nil])
        #expect(column("kept", of: summary) == [2, 1, 0])
        #expect(column("dropped", of: summary) == [1, 1, 0])
        #expect(column("skipped", of: summary) == [1, 1, 0])
        #expect(column("mean_confidence", of: summary) == [0.65, nil, nil])
        #expect(column("least_confidence", of: summary) == [0.4, nil, nil])
        let totals = try #require(summary["totals"] as? [String: Any])
        #expect(totals["classes"] as? [String: Int] == ["car": 2, "7": 1])
        #expect(totals["drop_reasons"] as? [String: Int] == ["nms": 1, "unknown": 1])
        #expect(totals["frames"] as? Int == 3 && totals["kept"] as? Int == 3 && totals["skipped"] as? Int == 2)
        #expect(summary["stats"] as? [String: Double] == ["fps": 9.5])
        #expect((summary["zones"] as? [[String: String]])?.first == ["name": "A"] && summary["lines"] == nil)
        let size = try #require(summary["size"] as? [String: Any])
        #expect(size["width"] as? Int == 160 && size["from"] as? String == "first_frame")
    }

    @Test(
        "counts what filters leave",
        arguments: [
            ("?classes=car", [2, 0, 0], [1, 0, 0]), ("?classes=7,person", [0, 1, 0], [0, 1, 0]),
            ("?tracks=4", [1, 0, 0], [0, 0, 0]), ("?min_confidence=0.45", [1, 1, 0], [0, 1, 0]),
            ("?classes=bus", [0, 0, 0], [0, 0, 0]),
        ] as [(String, [Int?], [Int?])]
    )
    func filters(query: String, kept: [Int?], dropped: [Int?]) async throws {
        let summary = try await summary(query)
        #expect(column("kept", of: summary) == kept && column("dropped", of: summary) == dropped)
    }

    @Test("takes filters alone")
    func query() async throws {
        #expect(try await summary("?format=png")["field"] as? String == "format")
        #expect(try await summary("?min_confidence=2")["field"] as? String == "min_confidence")
    }

    @Test("takes the size of frames from extract_frames where it says one, and counts anew what is written again")
    func renewal() async throws {
        let fixture = try ServiceFixture()
        try await fixture.insert(
            #"{"frames": [{"frame": 0}, {"frame": 1, "width": 1000, "height": 500}]}"#,
            stage: "extract_frames"
        )
        try await fixture.insert(Self.output, stage: "detect")
        let path = "\(ServiceFixture.prefix)/summary"
        let summary = try await fixture.call(path).json()
        #expect((summary["size"] as? [String: Any])?["from"] as? String == "extract_frames")
        #expect(column("kept", of: summary) == [2, 2, 0] && column("skipped", of: summary) == [1, 0, 0])
        try await fixture.insert(#"{"frames": [{"frame": 0, "detections": []}]}"#, stage: "detect")
        #expect(column("kept", of: try await fixture.call(path).json()) == [0, 2, 0])
    }

    @Test("has its tracks with where they begin and end, and how often they are away")
    func tracks() async throws {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        func detection(_ id: String, _ confidence: String = "null") -> String {
            #"{"label": "car", "track_id": \#(id), "confidence": \#(confidence), "bbox": [20, 40, 30, 50]}"#
        }
        let frames = [
            [detection("3", "0.5")], [], [detection("3", "0.25"), detection(#""b""#)], [detection("3")], [],
            [
                detection("3"), #"{"bbox": [1, 2, 3, 4]}"#,
                #"{"track_id": 9, "bbox": [1, 2, 3, 4], "status": "dropped"}"#,
            ],
        ]
        let json = frames.enumerated().map { #"{"frame": \#($0 * 10), "detections": [\#($1.joined(separator: ","))]}"# }
        try await fixture.insert(#"{"frames": [\#(json.joined(separator: ","))]}"#, stage: "detect")
        let answer = try await fixture.call("\(ServiceFixture.prefix)/tracks").json()
        let tracks = try #require(answer["tracks"] as? [[String: Any]])
        #expect(tracks.map { $0["id"] as? String } == ["3", "b"])
        #expect(
            tracks.map { $0["first_frame"] as? Int } == [0, 20] && tracks.map { $0["last_frame"] as? Int } == [50, 20]
        )
        #expect(tracks.map { $0["count"] as? Int } == [4, 1] && tracks.map { $0["gaps"] as? Int } == [2, 0])
        #expect(tracks[0]["mean_confidence"] as? Double == 0.375 && tracks[1]["mean_confidence"] == nil)
        #expect(tracks.allSatisfy { $0["label"] as? String == "car" })
    }

    @Test("one track's frames, whatever its name")
    func oneTrack() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let json = #"""
            {"frames": [
              {"frame": 0, "timestamp": 0.5, "detections": [
                {"class_id": 7, "confidence": 0.9, "track_id": "a/b ü%", "bbox": [20, 40, 30, 50]},
                {"label": "person", "track_id": 3, "bbox": [1, 2, 3, 4]}]},
              {"frame": 2, "detections": [
                {"label": "car", "track_id": "a/b ü%", "bbox": [21, 40, 30, 50]},
                {"label": "car", "track_id": "a/b ü%", "bbox": [5, 5, 5, 5], "status": "dropped"}]}]}
            """#
        try await fixture.insert(json, stage: "track")
        let path = "/v1/timelines/clip-1/jobs/job-a/stages/track/tracks"
        let track = try await fixture.call("\(path)/a%2Fb%20%C3%BC%25").json()
        #expect(track["id"] as? String == "a/b ü%" && track["label"] as? String == "7")
        let frames = try #require(track["frames"] as? [[String: Any]])
        #expect(frames.map { $0["frame"] as? Int } == [0, 2])
        #expect(frames.map { $0["bbox"] as? [Double] } == [[20, 40, 30, 50], [21, 40, 30, 50]])
        #expect(frames[0]["confidence"] as? Double == 0.9 && frames[0]["timestamp"] as? Double == 0.5)
        let unknown = try await fixture.call("\(path)/4")
        #expect(unknown.status == 404)
        #expect(try unknown.json()["detail"] as? String == "There is no track 4; there are 3, a/b ü%.")
        #expect(try await fixture.call("\(path)/%FF").status == 400)
    }
}
