import Demo
import Render
import Store
import Testing

@testable import Detections
@testable import OverlayService

/// Goldens of every preset: a part of a frame of the demo timeline, alone, and over the frame where the preset is made of that.
enum PresetCase: String, GoldenCase {
    static let suite = "presets"

    case boxes, masks, tracks, pose, ocr, debug, compare, redact

    private static let frame = 11
    private static let demo = DemoTimeline(frameCount: frame + 1, size: PixelSize(width: 640, height: 360))

    func picture() throws -> Bitmap {
        var fields = ["preset": [rawValue], "font_size": ["11"]]
        if self == .compare { fields["compare_job"] = ["worse"] }
        let style = try Style(fields)
        let stage = try stage(json())
        let size = try #require(PixelSize(width: 640, height: 360))
        let found = stage.found(on: Self.frame, in: FrameSize(size)).detections
        var context = FrameSurroundings().context(of: Self.frame, found, in: stage, style, size) { _ in nil }
        context.colors = OutputColors(stage)
        if self == .compare { try compare(found, FrameSize(size), &context) }
        let scene = ScenePlan(found, style: style, size: size, context: context).scene
        guard scene.readsFrame else {
            let part: (x: Int, y: Int, width: Int, height: Int) =
                switch self {
                // The HUD is in the corner.
                case .debug: (x: 0, y: 0, width: 210, height: 150)
                case .compare: (x: 390, y: 0, width: 250, height: 170)
                default: (x: 100, y: 70, width: 180, height: 110)
                }
            return try scene.transparentPicture().cropped(x: part.x, y: part.y, width: part.width, height: part.height)
        }
        return try scene.picture(on: Self.demo.frame(Self.frame)).cropped(x: 130, y: 90, width: 84, height: 64)
    }

    private func stage(_ json: [UInt8]) throws -> MergedStageOutput {
        let source = MergedStageOutput.Source(StageOutputRow.Identity(id: StageOutputID("demo"), revision: ""))
        return MergedStageOutput(parts: [MergedStageOutput.Part(source, try StageOutput(json: json))])
    }

    /// Holds `found` against what a worse detector found.
    private func compare(_ found: FrameDetections, _ size: FrameSize, _ context: inout SceneContext) throws {
        let worse = try #require(Self.demo.worseOutputs().first { $0.stage == "track_objects" }).json
        let reference = try stage(worse).found(on: Self.frame, in: size).detections.detections
        context.comparison = FrameComparison(found.detections, with: reference, on: size, ComparisonRule())
        let address = { (job: String) in
            StageAddress(timeline: try TimelineID("demo"), job: try JobID(job), stage: try StageName("track_objects"))
        }
        context.subject = SceneContext.Subject(stage: try address("better"))
        context.reference = try address("worse")
    }

    private func json() throws -> [UInt8] {
        let outputs = Self.demo.stageOutputs() + Self.demo.shapeOutputs()
        let stage =
            switch self {
            case .masks: "segment_players"
            case .pose: "estimate_poses"
            case .tracks, .debug, .compare: "track_objects"
            case .boxes, .redact: "detect_objects"
            case .ocr: ""
            }
        guard self != .ocr else { return Array(Self.words.utf8) }
        return try #require(outputs.first { $0.stage == stage }).json
    }

    private static let words = """
        {"frames": [{"frame": 11, "detections": [
          {"text": "FRAME BY", "confidence": 0.97, "quad": [[80, 90], [200, 80], [202, 108], [82, 118]]},
          {"text": "FRAME", "confidence": 0.91, "quad": [[210, 80], [300, 72], [302, 100], [212, 108]]},
          {"text": "OVERLAY", "confidence": 0.88, "quad": [[90, 150], [230, 170], [226, 200], [86, 180]]},
          {"label": "board", "bbox": [70, 66, 250, 150]}]}]}
        """
}
