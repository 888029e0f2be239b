import ArgumentParser
import Detections
import Foundation
import OverlayService
import Render
import Store

/// Measures how long each style takes from a frame's detections to the frame with the overlay on it, as pixels.
struct LayersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layers",
        abstract: "Time styles on a decoded frame; prints the least of many runs in milliseconds, as JSON."
    )

    @Argument(help: "A JPEG frame.")
    var frame: String
    @Argument(help: "A stage output.")
    var output: String
    @Option(help: "The frame's number in it.")
    var number: Int
    @Option(help: "A style as a query; may be given several times.")
    var style: [String]
    @Option(help: "How often each runs.")
    var runs = 30

    func run() throws {
        let bitmap = try ImageCodec.decode(
            [UInt8](Data(contentsOf: URL(filePath: frame))),
            limits: ImageLimits(maxBytes: 64 << 20, maxPixels: 100_000_000)
        )
        let parsed = try StageOutput(json: [UInt8](Data(contentsOf: URL(filePath: output))))
        let source = MergedStageOutput.Source(StageOutputRow.Identity(id: StageOutputID("file"), revision: ""))
        let stage = MergedStageOutput(parts: [MergedStageOutput.Part(source, parsed)])
        let found = stage.found(on: number, in: FrameSize(bitmap.size)).detections
        let text = try TextEngine(fonts: FontFiles(paths: []).sources)
        var results: [String: Double] = [:]
        for query in style { results[query] = try least(try Self.style(query), found, stage, bitmap, text) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        print(String(decoding: try encoder.encode(results), as: UTF8.self))
    }

    private static func style(_ query: String) throws -> Style {
        let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return try Style(
            Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1].split(separator: ",").map(String.init)) })
        )
    }

    /// In milliseconds; what is known of other frames is known before.
    private func least(
        _ style: Style,
        _ found: FrameDetections,
        _ stage: MergedStageOutput,
        _ bitmap: Bitmap,
        _ text: TextEngine
    ) throws -> Double {
        var context = FrameSurroundings().context(of: number, found, in: stage, style, bitmap.size) { _ in nil }
        context.colors = OutputColors(stage)
        let canvases = CanvasPool()
        var times: [Double] = []
        for _ in 0..<runs {
            var picture = bitmap
            picture.withMutableBytes { $0[0] = $0[0] }
            let time = ContinuousClock().measure {
                let scene = ScenePlan(found, style: style, size: bitmap.size, context: context).scene
                canvases.withCanvas(size: bitmap.size) { canvas in
                    scene.draw(on: &canvas, text: text, over: scene.readsFrame ? picture : nil)
                    BitmapCompositor.composite(canvas, onto: &picture)
                }
            }
            times.append(time / .milliseconds(1))
        }
        return times.min() ?? 0
    }
}
