import Foundation
import Testing

@testable import Detections
@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

struct ScenePlanTests {
    private static let row = StageOutputRow.Identity(id: StageOutputID("r"), revision: "")

    private func plan(_ json: String, _ style: Style = Style(), width: Int = 640, height: Int = 480) throws -> ScenePlan
    {
        let output = try StageOutput(json: Array(#"{"frames":[{"frame":0,"detections":\#(json)}]}"#.utf8))
        let size = try #require(PixelSize(width: width, height: height))
        let merged = MergedStageOutput(parts: [
            .init(.init(.init(id: StageOutputID("r"), revision: "")), output)
        ])
        return ScenePlan(merged.found(on: 0, in: FrameSize(size)).detections, style: style, size: size)
    }

    private let people = """
        [{"label":"person","class_id":0,"confidence":0.9,"track_id":7,"bbox":[10,10,50,90]},
         {"label":"person","class_id":0,"confidence":0.3,"bbox":[100,10,50,90]},
         {"label":"car","class_id":2,"confidence":0.8,"bbox":[200,10,50,90]},
         {"label":"car","confidence":0.2,"bbox":[300,10,50,90],"status":"dropped","reason":"nms"}]
        """

    @Test("outlines of very many points are drawn with fewer, and a warning says so")
    func longOutlines() throws {
        let circle = (0..<50_000).map { index in
            let angle = Double(index) / 50_000 * 2 * .pi
            return PixelPoint(x: 320 + 200 * cos(angle), y: 240 + 200 * sin(angle))
        }
        let points = circle.map { "[\($0.x),\($0.y)]" }.joined(separator: ",")
        let zigzag = (0..<30_000).map { "[\($0 % 2 * 600),\($0 % 480)]" }.joined(separator: ",")
        let few = #"{"polygon": [[1,1],[9,1],[9,9]]}"#
        let json = #"[{"polygon": [\#(points)]}, {"polyline": [\#(zigzag)]}, \#(few)]"#
        let warnings = try plan(json).warnings
        #expect(warnings.map(\.code) == [.outlineSimplified])
        #expect(warnings.first?.path == "$.frames[0].detections[0]")
        #expect(warnings.first?.detail.hasPrefix("2 of the detections have outlines of more than 10000") == true)

        let output = try StageOutput(json: Array(#"{"frames":[{"frame":0,"detections":\#(json)}]}"#.utf8))
        let size = try #require(FrameSize(width: 640, height: 480))
        let found = try #require(output.detections(of: 0, in: size)).detections
        let drawn = OutlineSimplification(found).detections
        let outline = drawn[0].polygon
        #expect(outline.count > 1000 && outline.count <= 10_000 && drawn[2] == found[2])
        // No point that is left out is farther than a quarter of a pixel from one that stays.
        for point in stride(from: 0, to: circle.count, by: 97).map({ circle[$0] }) {
            #expect(outline.contains { hypot($0.x - point.x, $0.y - point.y) <= 0.26 })
        }
        #expect(drawn[1].polyline.count == 10_000)
    }

    @Test("what a filter hides is counted by the field that hides it")
    func filters() throws {
        #expect(try plan(people).scene.counts == ["boxes": 3, "labels": 3])
        #expect(try plan(people).hidden == ["dropped": 1])
        var style = Style()
        style.minConfidence = 0.5
        style.classes = ["car"]
        #expect(try plan(people, style).hidden == ["dropped": 1, "min_confidence": 1, "classes": 1])
        style = Style()
        style.tracks = ["7"]
        #expect(try plan(people, style).scene.counts == ["boxes": 1, "labels": 1])
        style = Style()
        style.classes = ["2"]
        #expect(try plan(people, style).scene.counts["boxes"] == 1)
        style = Style()
        style.dropped = .ghost
        #expect(try plan(people, style).scene.counts == ["boxes": 4, "labels": 4])
        style.dropped = .only
        #expect(try plan(people, style).scene.counts == ["boxes": 1, "labels": 1])
        #expect(try plan(people, style).hidden == ["dropped": 3])
    }

    @Test("a turned box is turned in the output's picture, and then stretched")
    func turnedBox() throws {
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        detection.box = DetectionBox(minX: 720, minY: 472.5, maxX: 1200, maxY: 607.5)
        detection.angle = 30
        detection.boxStretch = 1920.0 / 1080
        let corners = try #require(Mark(detection: detection, color: .white).box?.corners)
        let expected = [(812.2, 414.0), (1227.8, 549.0), (1107.8, 666.0), (692.2, 531.0)]
        for (corner, (x, y)) in zip(corners, expected) { #expect(abs(corner.x - x) < 0.1 && abs(corner.y - y) < 0.1) }
    }

    @Test("layers that the style leaves out are not drawn")
    func layers() throws {
        var style = Style()
        style.layers = [.labels]
        #expect(try plan(people, style).scene.counts == ["labels": 3])
    }

    @Test("labels give up the confidence first, then the name where there is a track")
    func shorterTexts() {
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        detection.label = "person"
        #expect(LabelMarks.texts(of: Mark(detection: detection, color: .white)) == ["person"])
        detection.confidence = 0.5
        #expect(LabelMarks.texts(of: Mark(detection: detection, color: .white)) == ["person 0.50", "person"])
        detection.trackID = .integer(7)
        #expect(
            LabelMarks.texts(of: Mark(detection: detection, color: .white)) == ["person 0.50 #7", "person #7", "#7"]
        )
        detection.label = nil
        #expect(LabelMarks.texts(of: Mark(detection: detection, color: .white)) == ["0.50 #7", "#7"])
    }

    @Test("labels say what, how sure, which track and why dropped")
    func labelTexts() {
        func text(_ change: (inout Detection) -> Void) -> String {
            var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
            change(&detection)
            return LabelMarks.texts(of: Mark(detection: detection, color: .white)).first ?? ""
        }
        #expect(
            text {
                $0.label = "person"; $0.confidence = 0.867; $0.trackID = .integer(7)
            } == "person 0.87 #7"
        )
        #expect(text { $0.confidence = 0.004 } == "0.00")
        #expect(text { $0.confidence = -0.1 } == "-0.10")
        #expect(text { $0.confidence = 99.5 } == "99.50")
        #expect(
            text {
                $0.classID = .integer(3); $0.text = "OPEN"
            } == "OPEN"
        )
        #expect(text { $0.classID = .name("x") } == "class x")
        #expect(
            text {
                $0.label = "a"; $0.status = .dropped; $0.reason = "nms"
            } == "a (nms)"
        )
        #expect(text { _ in }.isEmpty)
    }

    @Test("a thing keeps its color whatever else is on the frame")
    func colors() {
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 4))
        detection.classID = .integer(1)
        detection.label = "car"
        detection.confidence = 1
        #expect(DetectionColors(colorBy: nil, .none).color(of: detection) == Palette.color(index: 1))
        detection.trackID = .integer(6)
        #expect(DetectionColors(colorBy: nil, .none).color(of: detection) == Palette.color(index: 6))
        #expect(DetectionColors(colorBy: .class, .none).color(of: detection) == Palette.color(index: 1))
        #expect(DetectionColors(colorBy: .index, .none).color(of: detection) == Palette.color(index: 4))
        #expect(DetectionColors(colorBy: .confidence, .none).color(of: detection) == Colormap.color(at: 1))
        detection.trackID = .name("left-goal")
        #expect(DetectionColors(colorBy: .track, .none).color(of: detection) == Palette.color(name: "left-goal"))
    }

    @Test("sizes follow the frame and can be set")
    func sizes() throws {
        func sizes(_ width: Int, _ height: Int) throws -> MarkSizes {
            MarkSizes(style: Style(), frame: try #require(PixelSize(width: width, height: height)))
        }
        let (small, large) = (try sizes(640, 480), try sizes(3840, 2160))
        #expect(small.fontSize == 12 && small.thickness == 2)
        #expect(large.fontSize == 40 && large.thickness == 5.4)
        let (upright, wide) = (try sizes(1080, 1920), try sizes(1920, 1080))
        #expect(upright.fontSize == wide.fontSize)
    }

    @Test("every kind of geometry becomes a mark, and what no layer draws is said")
    func geometry() throws {
        let plan = try plan(
            """
            [{"polygon":[[1,1],[50,1],[20,40]]}, {"quad":[[60,60],[90,62],[88,80],[61,79]],"text":"OPEN"},
             {"polyline":[[5,5],[100,200]]}, {"bbox":[100,100,40,20],"angle":30}, {"label":"indoor","confidence":0.7},
             {"mask":{"size":[480,640],"counts":[100,50,307050]}}, {"keypoints":[[1,2,0.5]]},
             {"keypoints":[[1,2,0.5],[4,5,0.9]],"skeleton":"dog"}]
            """
        )
        #expect(
            plan.scene.counts == ["boxes": 1, "polygons": 2, "polylines": 1, "masks": 1, "keypoints": 2, "labels": 2]
        )
        let detail =
            "1 detections have a skeleton of a name that is not known, so that their key points are not joined."
        #expect(plan.warnings.map(\.detail) == [detail])
    }

    @Test(
        "key points that were not found are left out, hidden and doubtful ones are rings, and bones follow from their number"
    )
    func keypoints() throws {
        func pose(_ keypoints: [Keypoint?], _ skeleton: Skeleton? = nil) -> KeypointLayer.Pose? {
            var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
            (detection.keypoints, detection.skeleton) = (keypoints, skeleton)
            return Mark(detection: detection, color: .white).pose
        }
        func point(_ score: Double?) -> Keypoint { Keypoint(point: DetectionPoint(x: 1, y: 2), score: score) }
        func faint(_ scores: [Double?]) -> [Bool?]? { pose(scores.map(point))?.joints.map { $0?.isFaint } }
        #expect(faint([0, 0.4, 0.5, 1, nil]) == [nil, true, false, false, false])
        #expect(faint([0, 1, 2]) == [nil, true, false])
        #expect(faint([0, 0]) == nil && pose([nil]) == nil)
        let bones = [17: 19, 21: 20, 25: 24, 33: 35, 68: 63, 5: 0]
        for (count, expected) in bones {
            let pose = try #require(pose([Keypoint](repeating: point(1), count: count)))
            #expect(pose.bones.count == expected, "\(count)")
            #expect(pose.bones.allSatisfy { (0..<count).contains($0.x) && (0..<count).contains($0.y) })
        }
        let three = [Keypoint](repeating: point(1), count: 3)
        #expect(pose(three, .bones([Skeleton.Bone(start: 0, end: 2)]))?.bones == [[0, 2]])
        #expect(pose(three, .named("coco17"))?.bones.count == 19 && pose(three, .named("dog"))?.bones == [])
    }

    @Test("masks are drawn from the largest to the smallest")
    func maskOrder() throws {
        let marks = [40, 90, 60].enumerated().map { index, length in
            var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: index))
            detection.mask = try? RunLengthMask(height: 10, width: 10, runs: [0, UInt32(length), UInt32(100 - length)])
            return Mark(detection: detection, color: Palette.color(index: index))
        }
        #expect(MaskMarks(marks).masks.map(\.color) == [1, 2, 0].map(Palette.color(index:)))
    }

    @Test("a mask without a box has its label where the mask is; labels of the whole frame stand in a column")
    func labelAnchors() throws {
        let frame = try #require(PixelSize(width: 200, height: 100))
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        detection.label = "a"
        // Columns 5 to 7 of a mask half the frame's size: one pixel, all of a column, one pixel.
        detection.mask = try RunLengthMask(height: 50, width: 100, runs: [299, 52, 4649])
        let masked = Mark(detection: detection, color: .white)
        #expect(masked.bounds(in: frame) == PixelRect(minX: 10, minY: 0, maxX: 16, maxY: 100))
        detection.mask = nil
        let labels = LabelMarks(
            [detection, detection].map { Mark(detection: $0, color: .white) },
            nil,
            frame: frame,
            lineHeight: 20
        )
        #expect(labels.marks.map(\.anchor.minY) == [20, 40])
    }

    @Test("a frame that the stage does not name has no detections, which is said")
    func silentFrame() throws {
        let output = try StageOutput(json: Array(#"{"frames":[]}"#.utf8))
        let merged = MergedStageOutput(parts: [
            .init(.init(.init(id: StageOutputID("r"), revision: "")), output)
        ])
        let size = try #require(FrameSize(width: 10, height: 10))
        #expect(
            merged.found(on: 4, in: size).detections.warnings.map(\.detail) == ["The stage speaks of no frame at all."]
        )
    }
}

/// What labels say.
struct LabelTemplateSceneTests {
    @Test("a template of which no detection has a field is told of")
    func nothingSaid() throws {
        let json = #"{"frames":[{"frame":0,"detections":[{"label":"a","bbox":[10,10,20,20],"attributes":{"x":1}}]}]}"#
        let output = try StageOutput(json: Array(json.utf8))
        let frame = try #require(FrameSize(width: 64, height: 48))
        let found = try #require(output.detections(of: 0, in: frame))
        let size = try #require(PixelSize(width: 64, height: 48))
        func codes(_ label: String) throws -> [Warning.Code] {
            ScenePlan(found, style: try Style(["label": [label]]), size: size).warnings.map(\.code)
        }
        #expect(try codes("{attributes.y}") == [.filterMeetsNothing] && codes("{attributes.x}").isEmpty)
    }
}

/// What a picture says of its frame in words.
struct FrameSummaryTests {
    private func plan(_ detections: String, _ style: Style = Style()) throws -> ScenePlan {
        let output = try StageOutput(json: Array(#"{"frames":[{"frame":3,"detections":\#(detections)}]}"#.utf8))
        let frame = try #require(FrameSize(width: 640, height: 480))
        let found = try #require(output.detections(of: 3, in: frame))
        let address = StageAddress(
            timeline: try TimelineID("clip"),
            job: try JobID("job-1"),
            stage: try StageName("detect")
        )
        var context = SceneContext()
        context.subject = SceneContext.Subject(stage: address, timestamp: 0.125)
        return ScenePlan(found, style: style, size: try #require(PixelSize(width: 640, height: 480)), context: context)
    }

    private static let found = """
        [{"label": "car", "bbox": [10, 10, 50, 50], "confidence": 0.9}, {"label": "van", "bbox": [100, 10, 50, 50], "confidence": 0.2},
         {"label": "car", "bbox": [200, 10, 50, 50]}, {"bbox": [700, 10, 50, 50]}, {"bbox": [10, -90, 50, 50]},
         {"bbox": [50, 50, "x", 4]}]
        """

    @Test("boxes outside are marked at the frame's edge, and what is unusable is counted there")
    func problems() throws {
        let scene = try plan(Self.found).scene
        #expect(scene.counts["problems"] == 3)
        #expect(scene.texts.contains("2 outside the frame · 1 unusable"))
        let doubtful = #"[{"bbox":[0.1,0.1,0.5,0.5]},{"bbox":[0.2,0.1,0.5,0.5]},{"bbox":[0.3,0.1,0.5,0.5]}]"#
        #expect(try plan(doubtful).scene.texts.contains("another unit?"))
        #expect(try plan("[]").scene.layers.isEmpty)
    }

    @Test("the HUD says what the picture is of, and the legend what its colors mean")
    func panels() throws {
        let style = try Style(["hud": ["true"], "legend": ["true"], "min_confidence": ["0.5"], "layers": ["boxes"]])
        let scene = try plan(Self.found, style).scene
        let words = [
            "clip · job-1 · detect", "frame 3 · 0.13 s", "car 2, van 1", "1 hidden", "3 not drawn",
        ]
        #expect(words.allSatisfy(scene.texts.contains))
        #expect(scene.counts == ["boxes": 2, "hud": 5, "legend": 1])
        #expect(scene.texts.contains("car") && !scene.texts.contains("van"))
    }
}
