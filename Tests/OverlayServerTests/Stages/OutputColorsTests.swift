import Detections
import Render
import Store
import TestSupport
import Testing

@testable import OverlayService

@Suite("Colors of a stage's tracks and classes")
struct OutputColorsTests {
    /// An output whose frames have detections of these tracks.
    private func output(_ frames: [(number: Int, tracks: [String])]) throws -> StageOutput {
        let frames = frames.map { frame in
            let detections = frame.tracks.map { #"{"bbox":[1,1,2,2],"track_id":"\#($0)"}"# }
            return #"{"frame":\#(frame.number),"detections":[\#(detections.joined(separator: ","))]}"#
        }
        return try StageOutput(json: Array(#"{"frames":[\#(frames.joined(separator: ","))]}"#.utf8))
    }

    private func color(of track: String, _ colors: OutputColors) -> StraightRGBA8? {
        colors.trackColor(of: detection { $0.trackID = TrackID(track) })
    }

    private func detection(_ change: (inout Detection) -> Void) -> Detection {
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        change(&detection)
        return detection
    }

    @Test("Tracks on one frame differ as far as the palette reaches, whatever they are called")
    func differ() throws {
        let names = (0..<24).map { "id-\($0 * 7919)" }
        let colors = OutputColors([try output([(0, names)])])
        #expect(Set(names.map { color(of: $0, colors) }).count == 24)
        // By name alone several would be alike.
        #expect(Set(names.map { color(of: $0, .none) }).count < 20)
    }

    @Test("Tracks that follow each other differ from those around them, over a long time")
    func follow() throws {
        // Twelve at once, of which the oldest goes and another comes on each frame.
        let frames = (0..<500).map { start in (number: start, tracks: (start..<start + 12).map { "t\($0 * 31)" }) }
        let colors = OutputColors([try output(frames)])
        for frame in frames { #expect(Set(frame.tracks.map { color(of: $0, colors) }).count == 12, "\(frame.number)") }
    }

    @Test("What is reported later changes no color")
    func stable() throws {
        var random = SplitMix64(seed: 4)
        let frames = (0..<100).map { number in
            (number: number, tracks: (0..<8).map { _ in "t\(Int.random(in: 0..<60, using: &random))" })
        }
        let whole = OutputColors([try output(frames)])
        let first = OutputColors([try output(Array(frames.prefix(40)))])
        let chunks = OutputColors([try output(Array(frames.prefix(40))), try output(Array(frames.suffix(60)))])
        for track in Set(frames.prefix(40).flatMap(\.tracks)) {
            #expect(color(of: track, first) == color(of: track, whole))
            #expect(color(of: track, first) == color(of: track, chunks))
        }
    }

    @Test("Classes keep the color of their id or name but where another has it")
    func classes() throws {
        let json = """
            {"frames":[{"frame":0,"detections":[
             {"bbox":[1,1,2,2],"class_id":1,"label":"x"},{"bbox":[1,1,2,2],"class_id":25},{"bbox":[1,1,2,2],"class":"person"}]}]}
            """
        let colors = OutputColors([try StageOutput(json: Array(json.utf8))])
        func color(_ colors: OutputColors, _ change: (inout Detection) -> Void) -> StraightRGBA8? {
            colors.classColor(of: detection(change))
        }
        #expect(color(colors) { $0.classID = .integer(1) } == Palette.color(index: 1))
        #expect(color(.none) { $0.classID = .integer(25) } == Palette.color(index: 1))
        #expect(color(colors) { $0.classID = .integer(25) } == Palette.color(index: 2))
        #expect(color(colors) { $0.label = "person" } == Palette.color(name: "person"))
        #expect(color(colors) { $0.id = "nothing" } == nil)
    }

    @Test("A track has a second mark where another was seen in its color within two seconds")
    func secondMarks() throws {
        func marked(_ frames: [(number: Int, tracks: [String])]) throws -> [String] {
            let colors = OutputColors([try output(frames)])
            return (0..<50).map { "t\($0)" }.filter { name in
                colors.hasSecondMark(ofTrackOf: detection { $0.trackID = TrackID(name) })
            }
        }
        let names = (0..<49).map { "t\($0)" }
        #expect(try marked([(0, Array(names.prefix(24)))]).isEmpty)
        #expect(try marked([(0, Array(names.prefix(26)))]) == ["t24", "t25"])
        #expect(try marked([(0, names)]) == (24..<49).map { "t\($0)" }, "the 49th is like the 25th")
        // Thirty frames a second.
        #expect(try marked([(0, Array(names.prefix(24))), (60, ["t24"])]) == ["t24"])
        #expect(try marked([(0, Array(names.prefix(24))), (61, ["t24"])]).isEmpty)
    }

    @Test("A class has a second mark where others have all colors")
    func classMarks() throws {
        let detections = (0..<30).map { #"{"bbox":[1,1,2,2],"class_id":\#($0)}"# }.joined(separator: ",")
        let colors = OutputColors([
            try StageOutput(json: Array("{\"frames\":[{\"frame\":0,\"detections\":[\(detections)]}]}".utf8))
        ])
        let marked = (0..<30).filter { number in
            colors.hasSecondMark(ofClassOf: detection { $0.classID = .integer(number) })
        }
        #expect(marked == Array(24..<30))
    }

    @Test("Tracks of one color on one frame are told of")
    func alike() throws {
        let names = (0..<50).map { "t\($0)" }
        let stage = try output([(0, names)])
        let size = try #require(FrameSize(width: 40, height: 40))
        let found = try #require(stage.detections(of: 0, in: size))
        let pixels = try #require(PixelSize(width: 40, height: 40))
        func warnings(_ style: Style) -> [String] {
            var context = SceneContext()
            context.colors = OutputColors([stage])
            return ScenePlan(found, style: style, size: pixels, context: context).warnings
                .filter { $0.code == .colorsRepeated }.map(\.detail)
        }
        #expect(warnings(Style()) == ["Tracks have one color: t24 and t48, t25 and t49."])
        #expect(try warnings(Style(["color_by": ["class"]])).isEmpty)
    }
}
