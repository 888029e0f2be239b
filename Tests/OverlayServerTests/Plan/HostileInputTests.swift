import Testing

@testable import Detections
@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

@Suite("What a row says does not stop the process")
struct HostileInputTests {
    private static let text = Result { try TextEngine(fonts: FontFiles(paths: []).sources) }

    static let detections: [String] = [
        #"{"label": "car", "bbox": [100, 100, 80, 60], "angle": 1e308}"#,
        #"{"label": "car", "bbox": [100, 100, 80, 60], "angle": -1e300}"#,
        "{\"label\": \"\u{200B}\", \"bbox\": [1, 1, 2, 2]}",
        "{\"label\": \"\u{301}\", \"bbox\": [1, 1, 2, 2]}",
        "{\"label\": \"\u{AD}\", \"bbox\": [1, 1, 2, 2]}",
        #"{"label": "x", "bbox": [-1e308, -1e308, 1.5e308, 1.5e308]}"#,
        #"{"label": "x", "polygon": [[-1e308, 0], [1e308, 3], [2, 1e308]]}"#,
        #"{"label": "x", "polyline": [[-1e308, 0], [1e308, 3], [2, -1e308], [5e-324, 5e-324]]}"#,
        #"{"label": "x", "quad": [[0, 0], [1e200, 0], [1e200, 1e200], [0, 1e-200]], "status": "dropped"}"#,
    ]

    @Test("numbers and texts at their ends", arguments: detections, [4, 33, 178])
    func ends(detection: String, side: Int) throws {
        let size = try #require(PixelSize(width: side, height: side))
        let output = try StageOutput(json: Array(#"{"frames": [{"frame": 0, "detections": [\#(detection)]}]}"#.utf8))
        let identity = StageOutputRow.Identity(id: StageOutputID("a"), revision: "")
        let found = MergedStageOutput(parts: [.init(.init(identity), output)]).found(on: 0, in: FrameSize(size))
            .detections
        for values in [[:], ["font_size": ["256"]], ["thickness": ["64"], "dropped": ["ghost"]]] {
            let plan = ScenePlan(found, style: try Style(values), size: size)
            let canvas = plan.scene.draw(text: try Self.text.get())
            #expect(canvas.size == size)
            #expect(plan.scene.canonicalBytes.isEmpty == false)
        }
    }
}
