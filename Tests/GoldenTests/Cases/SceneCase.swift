import Render
import Store
import Testing

@testable import Detections
@testable import OverlayService

/// Goldens of what a stage's JSON becomes: crops of frames of several sizes, and of several styles.
enum SceneCase: String, GoldenCase {
    static let suite = "scenes"

    case at480p = "480p"
    case at1080p = "1080p"
    case at2160p = "2160p"
    case everything
    case ghosts
    case byConfidence = "by-confidence"

    /// Always the same part of the frame, in as many pixels as the frame has there.
    func picture() throws -> Bitmap {
        let frame = frameSize
        let whole = try plan().scene.transparentPicture()
        guard cropsFrame else { return whole }
        return whole.cropped(
            x: frame.width * 2 / 10,
            y: frame.height * 2 / 10,
            width: frame.width * 14 / 100,
            height: frame.height * 8 / 100
        )
    }

    private var cropsFrame: Bool { [.at480p, .at1080p, .at2160p].contains(self) }

    private var frameSize: (width: Int, height: Int) {
        switch self {
        case .at480p: (854, 480)
        case .at1080p: (1920, 1080)
        case .at2160p: (3840, 2160)
        case .everything: (240, 160)
        case .ghosts, .byConfidence: (200, 100)
        }
    }

    private func plan() throws -> ScenePlan {
        let json = #"{"coordinates":{"space":"normalized"},"frames":[{"frame":0,"detections":[\#(detections)]}]}"#
        let output = try StageOutput(json: Array(json.utf8))
        let size = try #require(FrameSize(width: frameSize.width, height: frameSize.height))
        let found = try #require(output.detections(of: 0, in: size))
        try #require(found.skipped.isEmpty && found.warnings.isEmpty)
        let pixelSize = try #require(PixelSize(width: frameSize.width, height: frameSize.height))
        return ScenePlan(found, style: style, size: pixelSize)
    }

    private var style: Style {
        var style = Style()
        if self == .ghosts { style.dropped = .ghost }
        if self == .byConfidence { style.colorBy = .confidence }
        return style
    }

    private var detections: String {
        switch self {
        case .at480p, .at1080p, .at2160p: Self.corner
        case .everything: Self.kinds
        case .ghosts: Self.kept + "," + Self.dropped
        case .byConfidence: Self.confidences
        }
    }

    /// The upper left corner of a box lies in the part that is cut out.
    private static let corner = #"{"label":"car","confidence":0.871,"track_id":7,"bbox":[0.22,0.25,0.5,0.4]}"#

    private static let kept = #"{"label":"car","confidence":0.87,"bbox":[0.05,0.25,0.4,0.4]}"#
    private static let dropped = """
        {"label":"car","confidence":0.31,"bbox":[0.3,0.4,0.45,0.4],"status":"dropped","reason":"nms"}
        """

    private static let confidences = """
        {"confidence":0,"bbox":[0.05,0.2,0.2,0.6]}, {"confidence":0.5,"bbox":[0.3,0.2,0.2,0.6]},
        {"confidence":1,"bbox":[0.55,0.2,0.2,0.6]}, {"label":"?","bbox":[0.8,0.2,0.15,0.6]}
        """

    /// One detection of every kind, and a dropped one, which is not shown.
    private static let kinds = """
        {"label":"car","confidence":0.87,"bbox":[0.05,0.25,0.25,0.2]},
        {"label":"van","class_id":3,"bbox":[0.42,0.25,0.22,0.16],"angle":20},
        {"label":"dog","class_id":1,"bbox":[0.75,0.25,0.2,0.25],"mask":{"size":[6,10],"counts":[50,2,8]}},
        {"track_id":4,"polyline":[[0.05,0.58],[0.4,0.62],[0.95,0.56]]},
        {"label":"zone","polygon":[[0.06,0.8],[0.25,0.76],[0.23,0.92],[0.08,0.95]]},
        {"text":"STOP","quad":[[0.75,0.8],[0.92,0.77],[0.93,0.9],[0.76,0.93]]},
        {"label":"indoor"},
        \(dropped)
        """
}
