import Demo
import Render
import Store
import Testing

@testable import Detections
@testable import OverlayService

/// Goldens of every preset: a part of a frame of the demo timeline, alone, and over the frame where the preset is made of that.
enum PresetCase: String, GoldenCase {
    static let suite = "presets"

    case boxes, masks, tracks, pose, ocr, debug, redact

    private static let frame = 11
    private static let demo = DemoTimeline(frameCount: frame + 1, size: PixelSize(width: 640, height: 360))

    func picture() throws -> Bitmap {
        let style = try Style(["preset": [rawValue], "font_size": ["11"]])
        let output = try StageOutput(json: json())
        let source = MergedStageOutput.Source(StageOutputRow.Identity(id: StageOutputID("demo"), revision: ""))
        let stage = MergedStageOutput(parts: [MergedStageOutput.Part(source, output)])
        let size = try #require(PixelSize(width: 640, height: 360))
        let found = stage.found(on: Self.frame, in: FrameSize(size)).detections
        var context = FrameSurroundings().context(of: Self.frame, found, in: stage, style, size) { _ in nil }
        context.colors = OutputColors(stage)
        let scene = ScenePlan(found, style: style, size: size, context: context).scene
        guard scene.readsFrame else {
            // The HUD is in the corner.
            let part = self == .debug ? (x: 0, y: 0, width: 210, height: 150) : (x: 100, y: 70, width: 180, height: 110)
            return try scene.transparentPicture().cropped(x: part.x, y: part.y, width: part.width, height: part.height)
        }
        return try scene.picture(on: Self.demo.frame(Self.frame)).cropped(x: 130, y: 90, width: 84, height: 64)
    }

    private func json() throws -> [UInt8] {
        let outputs = Self.demo.stageOutputs() + Self.demo.shapeOutputs()
        let stage =
            switch self {
            case .masks: "segment_players"
            case .pose: "estimate_poses"
            case .tracks, .debug: "track_objects"
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
