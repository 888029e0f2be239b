import Store
import Testing

@testable import Detections
@testable import OverlayService
@testable import Render

/// What must not be seen is hidden even where it cannot be told what that is.
@Suite("What an overlay hides")
struct RedactedAreasTests {
    private func plan(_ detections: String, frame: Int = 0, _ query: [String: [String]] = [:]) throws -> ScenePlan {
        let output = try StageOutput(json: Array(#"{"frames":[{"frame":0,"detections":\#(detections)}]}"#.utf8))
        let merged = MergedStageOutput(parts: [MergedStageOutput.Part(MergedStageOutput.Source(Self.row), output)])
        let found = merged.found(on: frame, in: try #require(FrameSize(width: 100, height: 80)))
        let style = try Style(query.merging(["effect": ["pixelate"]]) { $1 })
        let size = try #require(PixelSize(width: 100, height: 80))
        return ScenePlan(found.detections, style: style, size: size)
    }

    private static let row = StageOutputRow.Identity(id: StageOutputID("1"), revision: "")

    /// For each pixel of a checkered frame, row by row, whether the picture has another.
    private func hidden(_ plan: ScenePlan) -> [Bool] {
        let pixels = (0..<8000).flatMap { number -> [UInt8] in
            let shade: UInt8 = (number % 100 + number / 100).isMultiple(of: 2) ? 255 : 0
            return [shade, shade, shade, 255]
        }
        guard let frame = Bitmap(size: plan.scene.size, isOpaque: true, bytes: pixels) else { return [] }
        let layers = plan.scene.layers.filter { $0 is RedactionLayer }
        var picture = frame
        let canvas = Scene(size: frame.size, layers: layers).draw(text: text, over: frame)
        BitmapCompositor.composite(canvas, onto: &picture)
        return (0..<8000).map { number in
            let (x, y) = (number % 100, number / 100)
            return picture[x: x, y: y] != frame[x: x, y: y]
        }
    }

    private let text: TextEngine

    init() throws { text = try TextEngine(fonts: FontFiles(paths: []).sources) }

    private func hiddenBounds(_ detections: String, _ query: [String: [String]] = [:]) throws -> [Int]? {
        let hidden = hidden(try plan(detections, query)).enumerated().filter(\.element).map(\.offset)
        guard let first = hidden.first, let last = hidden.last else { return nil }
        let columns = hidden.map { $0 % 100 }
        return [columns.min() ?? 0, first / 100, (columns.max() ?? 0) + 1, last / 100 + 1]
    }

    private static let wholeFrame = [0, 0, 100, 80]

    @Test("is each detection's box with four pixels around it, also of those that filters hide")
    func boxes() throws {
        let box = #"[{"bbox": [20, 30, 10, 20], "confidence": 0.1, "label": "face"}]"#
        #expect(try hiddenBounds(box) == [16, 26, 34, 54])
        #expect(try hiddenBounds(box, ["min_confidence": ["0.9"], "classes": ["car"]]) == [16, 26, 34, 54])
        let dropped = #"[{"bbox": [20, 30, 10, 20], "status": "dropped"}]"#
        #expect(try hiddenBounds(dropped) == [16, 26, 34, 54])
        #expect(try hiddenBounds(dropped, ["layers": ["labels"]]) == [16, 26, 34, 54])
        #expect(try hiddenBounds("[]") == nil)
    }

    @Test("has the mask's or the outline's shape where there is one, and spans key points where there is nothing else")
    func shapes() throws {
        let mask = #"[{"bbox": [0, 0, 90, 70], "mask": {"size": [8, 10], "counts": [33, 2, 45]}}]"#
        #expect(try hiddenBounds(mask) == [36, 6, 54, 34])
        #expect(
            try hiddenBounds(#"[{"bbox": [0, 0, 90, 70], "polygon": [[40, 40], [50, 40], [50, 50]]}]"#) == [
                36, 36, 54, 54,
            ]
        )
        let points = try #require(try hiddenBounds(#"[{"keypoints": [[40, 40, 1], [50, 50, 1]]}]"#))
        #expect(points[0] < 36 && points[2] > 54 && points != Self.wholeFrame)
    }

    @Test(
        "where a part cannot be decoded, is the box as well",
        arguments: [
            #""mask": {"size": [8, 10], "counts": [33, 2]}"#,
            #""mask": "?", "polygon": [[40, 40], [50, 40], [50, 50]]"#,
            #""polygon": [[1, 2]]"#, #""mask": {"key": "masks/1.png"}"#,
        ]
    )
    func faultyPart(part: String) throws {
        #expect(try hiddenBounds("[{\"bbox\": [20, 30, 40, 20], \(part)}]") == [16, 26, 64, 54])
    }

    @Test(
        "where nothing says where something is, is the whole frame",
        arguments: [
            #"[{"bbox": [20, 30, 10, "x"]}]"#, #"[{"bbox": [20, 30, -10, 5]}]"#, "[7]", #"[{"label": "face"}]"#,
            #"[{"mask": {"key": "masks/1.png"}}]"#,
            #"[{"bbox": [20, 30, 10, 20]}, {"bbox": null, "polygon": [[1, 2]]}]"#,
            #"[{"keypoints": [[40, 40, 1], [50, 50, 1]], "bbox": "?"}]"#, "7",
            #"[{"bbox": [200, 30, 10, 10], "mask": {"size": [8, 10], "counts": [1]}}]"#,
        ]
    )
    func unknownPlace(detections: String) throws { #expect(try hiddenBounds(detections) == Self.wholeFrame) }

    @Test("is nothing of what lies outside, and everything where the stage does not speak of the frame")
    func outside() throws {
        #expect(try hiddenBounds(#"[{"bbox": [200, 30, 10, 10]}]"#) == nil)
        #expect(hidden(try plan("[]", frame: 1)).allSatisfy { $0 })
    }

    @Test(
        "cannot be seen on a transparent picture, nor in insets",
        arguments: [
            ["effect": ["blur"], "format": ["transparent"]], ["effect": ["pixelate"], "insets": ["true"]],
            ["insets": ["true"], "format": ["transparent"]],
        ]
    )
    func conflicts(query: [String: [String]]) {
        #expect(throws: RequestError.self) { try Style(query) }
    }

    @Test("is not made of the frame's blocks, whose file may show it elsewhere")
    func way() throws {
        let size = try #require(PixelSize(width: 100, height: 80))
        let jpeg = try ImageCodec.encodeJPEG(Bitmap(size: size, color: .white), quality: 90, sampling: .full)
        let header = try ImageCodec.header(of: jpeg, limits: ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20))
        #expect(header.way(for: try Style(["effect": ["blur"]])) == .pixels)
        #expect(header.way(for: try Style(["effect": ["dim"]])) == .jpegBlocks)
        #expect(header.way(for: try Style(["insets": ["true"]])) == .pixels)
    }
}
