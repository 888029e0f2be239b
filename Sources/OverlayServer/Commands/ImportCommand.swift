import ArgumentParser
import Detections
import Foundation
import OverlayService
import Store

/// Puts frames and a stage output from files into the configured stores.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Put a folder of frames and a stage output into the configured stores.",
        discussion: """
            EXAMPLES
              overlay-server import --timeline T --frames frames/
              overlay-server import --timeline T --frames frames/ --frame-pattern 'cam1_{frame}_*.jpg'
              overlay-server import --timeline T --job J --stage detect_people --output detect_people.json
            """
    )

    /// How many replacements are told of one by one.
    private static let shownCount = 20

    @Option(help: "The timeline they belong to.")
    var timeline: String
    @Option(help: "The job that the stage output is of.")
    var job: String?
    @Option(help: "The stage that wrote it.")
    var stage: String?
    @Option(help: "The stage output, as JSON, or as another tool writes it.")
    var output: String?
    @Option(
        help:
            "What the output is written in, where that cannot be told: \(StageOutput.formatNames.joined(separator: ", "))."
    )
    var detectionsFormat: String?
    @Option(help: "A folder of .jpg, .jpeg and .png files, numbered by the digits in their names that vary.")
    var frames: String?
    @Option(help: "Which digits are the frame's number, as in 'frame_{frame}_*.jpg', where that cannot be told.")
    var framePattern: String?

    func validate() throws {
        guard output != nil || frames != nil else { throw ValidationError("Give --output, --frames, or both.") }
        let isStageNamed = job != nil && stage != nil
        if let framePattern, FrameFileNames.Pattern(framePattern) == nil {
            throw ValidationError("--frame-pattern must have {frame} in it once.")
        }
        guard framePattern == nil || frames != nil else { throw ValidationError("--frame-pattern is about --frames.") }
        guard output == nil || isStageNamed else { throw ValidationError("--output needs --job and --stage.") }
    }

    func run() async throws {
        let timeline = try TimelineID(timeline)
        let configuration = try Configuration.current()
        let importer = Importer(
            stores: try await .configured(),
            configuration: configuration,
            timeline: timeline
        )
        if let frames {
            let count = try await importer.importFrames(
                from: frames,
                pattern: framePattern.flatMap(FrameFileNames.Pattern.init)
            )
            print("Timeline \(timeline): \(count) frames in the store.")
        }
        if let output, let job, let stage {
            let address = StageAddress(timeline: timeline, job: try JobID(job), stage: try StageName(stage))
            let imported = try await importer.importOutput(from: output, as: address, format: detectionsFormat)
            print("Job \(job), stage \(stage): \(imported.output.frames.count) frames reported on.")
            let shown = imported.replaced.prefix(Self.shownCount)
            for place in shown { print("replaced, as the table's type does not take it: \(place)") }
            let rest = imported.replaced.count - shown.count
            if rest > 0 { print("replaced: \(rest) more") }
        }
    }
}
