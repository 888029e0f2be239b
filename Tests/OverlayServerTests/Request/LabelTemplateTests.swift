import Detections
import Testing

@testable import OverlayService
@testable import Render

@Suite("A template of labels")
struct LabelTemplateTests {
    private func text(_ template: String, _ change: (inout Detection) -> Void = { _ in }) throws -> [String] {
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        detection.label = "person"
        detection.confidence = 0.867
        detection.trackID = .integer(7)
        detection.attributesJSON =
            #"{"speed": 12.25, "color": "red", "pose": {"yaw": -30}, "tags": ["a", 2], "on": true, "none": null}"#
        change(&detection)
        let mark = Mark(detection: detection, color: .white, frame: 12)
        let template = try #require(LabelTemplate(template))
        return LabelMarks.texts(of: mark, template)
    }

    @Test("writes fields and attributes, numbers as it says")
    func fields() throws {
        #expect(try text("{label} {confidence} {track_id}")[0] == "person 0.87 7")
        #expect(try text("{confidence:.0%} {confidence:.1f} {confidence:.1%}")[0] == "87% 0.9 86.7%")
        #expect(try text("{attributes.speed:.0f} km/h, {attributes.color}")[0] == "12 km/h, red")
        #expect(try text("{attributes.pose.yaw}° {attributes.tags} {attributes.on}")[0] == "-30° a, 2 true")
        #expect(try text("{{{label}}}")[0] == "{person}")
        #expect(try text("{age} {status}") { $0.sourceFrame = 9 }[0] == "3 kept")
    }

    @Test("leaves out words whose fields are all missing, and lines that are then empty")
    func missing() throws {
        #expect(try text("{label} ({reason}) #{track_id}")[0] == "person #7")
        #expect(try text("{attributes.height:.2f} m") == ["m", "person #7", "#7"], "a word without fields stays")
        #expect(try text(#"{text}\n{label}"#)[0] == "person")
        #expect(try text("{text}{attributes.none}").isEmpty, "no label at all")
        #expect(try text("{id}/{track_id}")[0] == "/7", "one of two is there")
    }

    @Test("has lines, of which the first alone is the shorter text")
    func lines() throws {
        #expect(try text(#"{label}\n{confidence:.2f}"#) == ["person\n0.87", "person", "person #7", "#7"])
        #expect(try text("{label}\n#{track_id}")[0] == "person\n#7")
    }

    @Test(
        "numbers have as many decimals as are asked for",
        arguments: [
            (0.125, 2, "0.13"), (-0.125, 2, "-0.13"), (2, 0, "2"), (0.004, 2, "0.00"), (99.5, 0, "100"),
            (1e300, 2, "1e+300"),
        ]
    )
    func decimals(value: Double, decimals: Int, text: String) {
        #expect(LabelTemplate.Format.fixed(value, decimals: decimals) == text)
    }

    @Test("labels say how old what they name is, where it is of another frame")
    func age() {
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        detection.label = "car"
        let texts = [11, 9, 12, 14].map { source in
            detection.sourceFrame = source
            return LabelMarks.texts(of: Mark(detection: detection, color: .white, frame: 12))[0]
        }
        #expect(texts == ["car (1 frame old)", "car (3 frames old)", "car", "car (2 frames ahead)"])
    }
}
