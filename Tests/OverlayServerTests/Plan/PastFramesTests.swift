import Detections
import Store
import Testing

@testable import OverlayService
@testable import Render

/// What is drawn of other frames of the same output.
@Suite("Trails, arrows and heat maps")
struct PastFramesTests {
    /// Track 1 goes right by 10 pixels a frame, 2 is missing on frames 4 and 5, 3 ends with frame 6, 4 is dropped.
    private func output() throws -> MergedStageOutput {
        let frames = (0..<10).map { number in
            var boxes = [#"{"track_id": 1, "label": "car", "bbox": [\#(number * 10), 20, 10, 10]}"#]
            if number != 4, number != 5 {
                boxes.append(#"{"track_id": 2, "label": "dog", "bbox": [60, \#(number * 5), 10, 10]}"#)
            }
            if number <= 6 { boxes.append(#"{"track_id": 3, "bbox": [0, 60, 10, 10], "confidence": 0.2}"#) }
            boxes.append(#"{"track_id": 4, "bbox": [5, 60, 10, 10], "status": "dropped"}"#)
            return #"{"frame": \#(number), "detections": [\#(boxes.joined(separator: ", "))]}"#
        }
        let json = Array(#"{"frames": [\#(frames.joined(separator: ", "))]}"#.utf8)
        let row = StageOutputRow.Identity(id: StageOutputID("1"), revision: "")
        return MergedStageOutput(parts: [.init(.init(row), try StageOutput(json: json))])
    }

    private func material(_ query: [String: [String]], frame: Int = 8, step: Double = 0.1) throws -> LayerMaterial {
        let (output, style) = (try output(), try Style(query))
        let size = try #require(PixelSize(width: 120, height: 80))
        let found = output.found(on: frame, in: FrameSize(size)).detections
        let context = FrameSurroundings().context(of: frame, found, in: output, style, size) { Double($0) * step }
        return LayerMaterial(
            found: found,
            marks: [],
            masks: [],
            redacted: [],
            style: style,
            sizes: MarkSizes(style: style, frame: size),
            frame: size,
            palette: DetectionColors(colorBy: style.colorBy, context.colors),
            context: context,
            summary: FrameSummary(found, hidden: [:], skipped: [], warnings: [], context)
        )
    }

    @Test("a trail has the places of the seconds before, the oldest first, each with its age")
    func trails() throws {
        let trails = try material(["trail_seconds": ["0.4"]]).trails
        #expect(trails.count == 3)
        let first = try #require(trails.first)
        #expect(first.points.map(\.place.x) == [45, 55, 65, 75, 85] && first.points.allSatisfy { $0.place.y == 25 })
        #expect(zip(first.points.map(\.age), [1, 0.75, 0.5, 0.25, 0]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(try material(["trail_seconds": ["0.4"]], frame: 0).trails.map(\.points.count) == [1, 1, 1])
    }

    @Test("a trail is marked where the track was missing, and goes on for one that the frame lacks")
    func gaps() throws {
        let trails = try material(["trail_seconds": ["0.6"]]).trails
        #expect(trails[1].points.map(\.isAfterGap) == [false, false, true, false, false])
        #expect(trails[2].points.count == 5 && trails[2].points.last.map { abs($0.age - 1.0 / 3) < 1e-9 } == true)
    }

    @Test("trails are of the detections that the style shows")
    func filters() throws {
        #expect(try material(["trail_seconds": ["1"], "tracks": ["2"]]).trails.count == 1)
        #expect(try material(["trail_seconds": ["1"], "min_confidence": ["0.5"]]).trails.count == 2)
        #expect(try material(["trail_seconds": ["1"], "dropped": ["ghost"]]).trails.count == 4)
        #expect(try material([:]).context.past.isEmpty)
    }

    @Test("an arrow leads to where a track will be half a second later")
    func arrows() throws {
        let arrows = try material(["arrows": ["true"]]).arrows
        let first = try #require(arrows.first)
        #expect(arrows.count == 2 && first.start == PixelPoint(x: 85, y: 25))
        #expect(abs(first.end.x - 135) < 1e-9 && first.end.y == 25)
        // Half a second is two frames.
        let slowArrows = try material(["arrows": ["true"]], step: 0.25).arrows
        let slow = try #require(slowArrows.first)
        #expect(abs(slow.end.x - 105) < 1e-9)
    }

    @Test("a heat map has one scale, whatever frames it is of")
    func heat() throws {
        let known = try material(["heat_map": ["all"]]).context.heat
        let all = try #require(known)
        #expect(all.peak == 7 && all.cells.max() == 255 && all.side == 4 && all.columnCount == 30)
        // Track 3 stands with its foot at (5, 70).
        #expect(all.cells[17 * 30 + 1] == 255)
        let part = try material(["heat_map": ["0-1"]]).context.heat
        let some = try #require(part)
        #expect(some.peak == 7 && some.cells[17 * 30 + 1] == 73, "two of seven")
        #expect(try material(["heat_map": ["20-30"]]).heat.count == 0)
        #expect(try material(["heat_map": ["all"], "legend": ["true"]]).legend.first?.text == "things at a place")
    }
}
