import HTTPTypes
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("A query")
struct QueryTests {
    private static let detections = """
        {"frames": [{"frame": 0, "detections": [
            {"label": "traffic light", "track_id": "a,b", "bbox": [20, 40, 30, 50]},
            {"label": "R2-D2 (old), 100% +1", "track_id": 7, "bbox": [60, 40, 30, 50]},
            {"label": "person", "track_id": 8, "bbox": [90, 40, 30, 50]}]}]}
        """

    private func answer(_ query: String) async throws -> [String: Any] {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        try await fixture.insert(Self.detections, stage: "detect")
        return try await fixture.call("\(ServiceFixture.prefix)/overlays/0?\(query)").json()
    }

    @Test(
        "means what clients write: + is a space, %2C a comma in a name, and a name that comes again adds values",
        arguments: [
            ("classes=traffic+light", 1), ("classes=traffic%20light", 1), ("classes=traffic+light,person", 2),
            ("classes=traffic+light&classes=person", 2), ("classes=R2-D2+(old)%2C+100%25+%2B1", 1),
            ("tracks=a%2Cb", 1), ("tracks=a%2Cb,7&tracks=8", 3), ("layers=boxes%2Clabels", 3),
            ("layers=boxes&layers=labels", 3), ("cl%61sses=person", 1),
        ]
    )
    func values(query: String, boxes: Int) async throws {
        let answer = try await answer(query)
        #expect((answer["drawn"] as? [String: Int])?["boxes"] == boxes)
        #expect((answer["warnings"] as? [Any])?.isEmpty == true)
    }

    @Test(
        "that cannot be read names its field",
        arguments: [
            ("classes=%zz", "classes"), ("classes=%ff", "classes"), ("classes=", "classes"),
            ("min_confidence=0.1&min_confidence=0.2", "min_confidence"), ("layers=boxes,", "layers"),
        ]
    )
    func faults(query: String, field: String) async throws {
        let answer = try await answer(query)
        #expect(answer["status"] as? Int == 400 && answer["field"] as? String == field)
    }

    @Test(
        "that leaves nothing of a frame is told what there is",
        arguments: [
            (
                "classes=Person",
                "classes=Person meets nothing here; there are person, traffic light, R2-D2 (old), 100% +1."
            ),
            ("tracks=99,x", "tracks=99,x meets nothing here; there are 7, 8, a,b."),
            ("layers=masks", "layers=masks meets nothing here; there are boxes, labels."),
        ]
    )
    func misses(query: String, detail: String) async throws {
        let answer = try await answer(query)
        let warnings = try #require(answer["warnings"] as? [[String: String]])
        #expect(warnings == [["code": "filter_meets_nothing", "detail": detail]])
    }

    @Test("of frames beyond the largest number says so, and one that is turned around too")
    func frames() throws {
        for (text, part) in [
            ("0-99999999999", "go up to 2147483647"), ("5-1", "smaller number"), ("a", "as in 0-99,120"),
        ] {
            #expect { try FrameSelection(text) } throws: { "\($0)".contains(part) }
        }
    }

    @Test("in a body takes null for not given")
    func null() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let body = """
            {"timeline_id": "clip-1", "job_id": "job-a", "stage": "detect", "frames": [0],
             "style": {"layers": null, "classes": null, "quality": null, "format": "png"}}
            """
        let answer = try await fixture.call("/v1/overlays", method: .post, body: body)
        #expect(answer.status == 200)
    }
}
