import Detections
import Render
import Store
import TestSupport
import Testing

@testable import OverlayService

@Suite("Labels along a track")
struct LabelWindowTests {
    private let size: PixelSize

    init() throws { size = try #require(PixelSize(width: 640, height: 400)) }

    /// People who walk through each other, measured with some noise.
    private func walk(_ trackCount: Int, frames: Int) throws -> MergedStageOutput {
        var random = SplitMix64(seed: 3)
        let texts = (0..<frames).map { frame in
            let boxes = (0..<trackCount).map { track in
                let speed = Double(track % 7 - 3)
                let x = Double(track * 53 % 600) + speed * Double(frame) + Double.random(in: -3...3, using: &random)
                let y = Double(60 + track * 37 % 260) + Double.random(in: -3...3, using: &random)
                let score = "0.\(50 + (track + frame) % 40)"
                return #"{"label":"person","confidence":\#(score),"track_id":\#(track),"bbox":[\#(x),\#(y),30,70]}"#
            }
            return #"{"frame":\#(frame),"detections":[\#(boxes.joined(separator: ","))]}"#
        }
        let output = try StageOutput(json: Array(#"{"frames":[\#(texts.joined(separator: ","))]}"#.utf8))
        let identity = StageOutputRow.Identity(id: StageOutputID("r"), revision: "")
        return MergedStageOutput(parts: [MergedStageOutput.Part(MergedStageOutput.Source(identity), output)])
    }

    /// The side of each track's label on a frame.
    private func sides(_ stage: MergedStageOutput, _ frame: Int, withWindow: Bool, _ text: TextEngine) -> [String:
        LabelSide]
    {
        let found = stage.found(on: frame, in: FrameSize(size)).detections
        let window = withWindow ? LabelWindow(around: frame, found, of: stage, Style(), size) : .none
        var context = SceneContext()
        context.window = window
        let scene = ScenePlan(found, style: Style(), size: size, context: context).scene
        guard let layer = scene.layers.lazy.compactMap({ $0 as? LabelLayer }).first else { return [:] }
        var sides: [String: LabelSide] = [:]
        for case (let label, let place?) in zip(layer.labels, layer.places(in: size, text: text)) {
            sides[String(label.text.split(separator: "#").last ?? "")] = place.side
        }
        return sides
    }

    @Test("A label keeps its side where those of single frames would jump to and fro")
    func steady() throws {
        let stage = try walk(16, frames: 60)
        let text = try TextEngine(fonts: FontFiles(paths: []).sources)
        func jumps(withWindow: Bool) -> Int {
            let frames = (0..<60).map { sides(stage, $0, withWindow: withWindow, text) }
            return zip(frames, frames.dropFirst()).reduce(0) { sum, pair in
                sum + pair.0.count { pair.1[$0.key].map { [side = $0.value] in $0 != side } ?? false }
            }
        }
        let (alone, around) = (jumps(withWindow: false), jumps(withWindow: true))
        #expect(alone > 60 && around * 2 < alone, "\(alone) and \(around)")
    }

    @Test("The same output gives the same window; without others around, without tracks and in crowds there is none")
    func window() throws {
        let stage = try walk(6, frames: 20)
        func window(_ frame: Int, _ style: Style = Style()) -> LabelWindow {
            let found = stage.found(on: frame, in: FrameSize(size)).detections
            return LabelWindow(around: frame, found, of: stage, style, size)
        }
        #expect(window(9).sides == window(9).sides && window(9).sides.count == 6 && window(9).length == 0)
        #expect(try window(9, Style(["layers": ["boxes"]])).sides.isEmpty)
        #expect(window(500).sides.isEmpty)
    }
}
