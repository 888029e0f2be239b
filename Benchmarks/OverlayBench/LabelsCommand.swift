import ArgumentParser
import Detections
import Foundation
import OverlayService
import Render
import Store

/// Measures how steadily labels stand: how far a label moves for each pixel that its thing moves, from one frame to the next.
struct LabelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels",
        abstract:
            "Travel of labels for each pixel of their tracks' travel, as JSON: placed with the frames around, without, and not at all."
    )

    @Argument(help: "A stage output with tracks.")
    var output: String
    @Option(help: "The frames' size in pixels.")
    var width = 1920
    @Option var height = 1080

    func run() throws {
        let output = try StageOutput(json: [UInt8](Data(contentsOf: URL(filePath: output))))
        guard let size = PixelSize(width: width, height: height), let row = StageOutputID("file") as StageOutputID?
        else {
            throw ValidationError("There is no such size.")
        }
        let source = MergedStageOutput.Source(StageOutputRow.Identity(id: row, revision: ""))
        let stage = MergedStageOutput(parts: [MergedStageOutput.Part(source, output)])
        let text = try TextEngine(fonts: FontFiles(paths: []).sources)
        var results: [String: [String: Double]] = [:]
        for (name, way) in [("window", Way.window), ("alone", .alone), ("unplaced", .unplaced)] {
            let frames = output.frames.map { labels(on: $0.number, of: stage, size, text, way) }
            let travels = zip(frames, frames.dropFirst()).flatMap(travels).sorted()
            guard !travels.isEmpty else { throw ValidationError("No track is on two frames that follow each other.") }
            results[name] = [
                "median": travels[travels.count / 2], "p95": travels[travels.count * 95 / 100],
                "mean": travels.reduce(0, +) / Double(travels.count),
            ]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(results), as: UTF8.self))
    }

    private enum Way { case window, alone, unplaced }

    /// The upper left corners of a track's thing and of its label.
    private typealias Corners = (thing: PixelPoint, label: PixelPoint)

    /// By tracks.
    private func labels(
        on number: Int,
        of stage: MergedStageOutput,
        _ size: PixelSize,
        _ text: TextEngine,
        _ way: Way
    ) -> [String: Corners] {
        let found = stage.found(on: number, in: FrameSize(size)).detections
        let window = way == .window ? LabelWindow(around: number, found, of: stage, Style(), size) : .none
        var context = SceneContext()
        context.window = window
        let scene = ScenePlan(found, style: Style(), size: size, context: context).scene
        guard let layer = scene.layers.lazy.compactMap({ $0 as? LabelLayer }).first else { return [:] }
        var corners: [String: Corners] = [:]
        for (label, place) in zip(layer.labels, layer.places(in: size, text: text)) {
            guard let track = label.text.split(separator: "#").last?.split(separator: " ").first, let place else {
                continue
            }
            let thing = PixelPoint(x: label.anchor.minX, y: label.anchor.minY)
            let usual = PixelPoint(x: thing.x, y: max(thing.y - place.rect.height, 0))
            let shown = PixelPoint(x: place.rect.minX, y: place.rect.minY)
            corners[String(track)] = (thing, way == .unplaced ? usual : shown)
        }
        return corners
    }

    /// Of tracks that have moved by a pixel at least.
    private func travels(_ pair: ([String: Corners], [String: Corners])) -> [Double] {
        pair.0.sorted { $0.key < $1.key }.compactMap { track, before in
            guard let after = pair.1[track] else { return nil }
            let travel = { (one: PixelPoint, other: PixelPoint) in hypot(other.x - one.x, other.y - one.y) }
            let thing = travel(before.thing, after.thing)
            return thing < 1 ? nil : travel(before.label, after.label) / thing
        }
    }
}
