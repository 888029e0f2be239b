import Testing

@testable import Detections

@Suite("Zones and lines of a stage output")
struct ZoneTests {
    private func found(_ json: String, frame: Int = 0) throws -> FrameDetections {
        let output = try StageOutput(json: Array(json.utf8))
        let size = try #require(FrameSize(width: 200, height: 100))
        return try #require(output.detections(of: frame, in: size))
    }

    @Test("are a frame's own, else the output's, in frame pixels")
    func places() throws {
        let json = """
            {"coordinates": {"space": "normalized"},
             "frames": [{"frame": 0, "detections": [], "zones": [{"name": "gate", "polygon": [[0, 0], [0.5, 0], [0.5, 0.5]], "count": 3}]},
                        {"frame": 1, "lines": null}],
             "zones": [{"polygon": [[0, 0], [1, 0], [1, 1]]}],
             "lines": [{"name": "kerb", "from": [0.1, 0.2], "to": [0.3, 0.4], "in": 4, "out": 2}]}
            """
        let first = try found(json)
        let corners = [DetectionPoint(x: 0, y: 0), DetectionPoint(x: 100, y: 0), DetectionPoint(x: 100, y: 50)]
        #expect(first.zones == [CountingZone(name: "gate", polygon: corners, count: 3)] && first.skipped.isEmpty)
        let line = try #require(first.lines.first)
        #expect(line.name == "kerb" && line.inCount == 4 && line.outCount == 2)
        #expect(
            line.start == DetectionPoint(x: 20, y: 20) && abs(line.end.x - 60) < 1e-9 && abs(line.end.y - 40) < 1e-9
        )
        let second = try found(json, frame: 1)
        #expect(second.zones.map(\.polygon.count) == [3] && second.zones[0].name == nil && second.lines.isEmpty)
    }

    @Test("that cannot be used are named, and the others stay")
    func faults() throws {
        let result = try found(
            """
            {"frames": [{"frame": 0, "detections": [{"bbox": [1, 2, 3, 4]}],
              "zones": [7, {"name": "no place"}, {"polygon": [[0, 0], [1, "x"], [1, 1]]}, {"polygon": [[0, 0], [9, 0], [9, 9]], "count": 1.5},
                        {"polygon": [[0, 0], [9, 0], [9, 9]]}],
              "lines": {"from": [0, 0]}}]}
            """
        )
        #expect(result.zones.count == 1 && result.lines.isEmpty && result.detections.count == 1)
        let paths = ["zones[0]", "zones[2].polygon[1]", "zones[3].count", "lines"].map { "$.frames[0].\($0)" }
        #expect(result.skipped.map(\.path) == paths)
    }
}
