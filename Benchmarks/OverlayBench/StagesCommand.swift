import ArgumentParser
import Foundation
import OverlayService
import Render

/// Measures the stages that an overlay of a JPEG frame goes through, each by the pixels or blocks that it works on.
struct StagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stages",
        abstract:
            "Time each stage of an overlay; prints the least and the median in ns a pixel or an 8×8 block, as JSON."
    )

    @Argument(help: "A JPEG frame.")
    var frame: String
    @Option(help: "How often each stage runs.")
    var runs = 40

    /// Of blocks or pixels.
    private struct Stage {
        let count: Int
        let work: () -> Void
    }

    func run() throws {
        let jpeg = try [UInt8](Data(contentsOf: URL(filePath: frame)))
        let limits = ImageLimits(maxBytes: 64 << 20, maxPixels: 100_000_000)
        let header = try ImageCodec.header(of: jpeg, limits: limits)
        let text = try TextEngine(fonts: FontFiles(paths: []).sources)
        let scene = StepsCommand.boxes(20, in: header.size)
        let indexed = try IndexedJPEG(jpeg)
        let canvas = scene.draw(text: text)
        var bitmap = try ImageCodec.decode(jpeg, limits: limits)
        let rows = TransparentCanvas.rows(of: canvas)
        let canvases = CanvasPool()
        let (pixels, drawn) = (header.size.pixelCount, canvas.drawnTiles.count * tileSide * tileSide)
        let blocks = indexed.blockCount
        let stages = [
            "walk, ns a block": Stage(count: blocks) { _ = try? IndexedJPEG(jpeg) },
            "blocks edited and coded, ns a block drawn on": Stage(count: blocks * drawn / pixels) {
                _ = try? JPEGCompositor.composite(canvas, onto: indexed)
            },
            "canvas, ns a pixel drawn on": Stage(count: drawn) {
                canvases.withCanvas(size: scene.size) { scene.draw(on: &$0, text: text) }
            },
            "blending onto pixels, ns a pixel drawn on": Stage(count: drawn) {
                BitmapCompositor.composite(canvas, onto: &bitmap)
            },
            "JPEG decoded, ns a pixel": Stage(count: pixels) { _ = try? ImageCodec.decode(jpeg, limits: limits) },
            "JPEG coded, ns a pixel": Stage(count: pixels) {
                _ = try? ImageCodec.encodeJPEG(bitmap, quality: 90, sampling: header.outputSampling)
            },
            "PNG coded, ns a pixel": Stage(count: pixels) { _ = try? ImageCodec.encodePNG(bitmap) },
            "transparent PNG coded, ns a pixel": Stage(count: pixels) { _ = try? ImageCodec.encodePNG(rows) },
        ]
        print(String(decoding: try JSONEncoder().encode(stages.mapValues(times)), as: UTF8.self))
    }

    /// The least and the median.
    private func times(_ stage: Stage) -> [Double] {
        let clock = ContinuousClock()
        let times = (0..<max(runs, 1)).map { _ in clock.measure(stage.work) / .nanoseconds(1) }.sorted()
        return [times[0], times[times.count / 2]].map { $0 / Double(max(stage.count, 1)) }
    }
}
