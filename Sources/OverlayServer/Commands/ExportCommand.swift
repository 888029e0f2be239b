import ArgumentParser
import Foundation
import OverlayService
import Store

/// Carries what stages found into a file that other tools read.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what stages found into a file that other tools read.",
        discussion: """
            Frames are those that the stages speak of; coordinates are pixels of the frames. coco is a dataset with images and categories, \
            coco_results a list of results; csv has a row for each detection, jsonl a line for each frame, which import takes again.

            EXAMPLES
              overlay-server export --timeline T --job J --stage detect_people --format coco -o people.json
              overlay-server export --timeline T --format csv -o - | head
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case coco, csv, jsonl
        case cocoResults = "coco_results"
    }

    @Option(help: "The timeline.")
    var timeline: String
    @Option(help: "One job of it. Default: all.")
    var job: String?
    @Option(help: "One stage of it. Default: all that report detections.")
    var stage: String?
    @Option(help: "Frames, as 0-99,120. Default: all.")
    var frames: String?
    @Option(help: "What to write.")
    var format: Format
    @Option(name: .shortAndLong, help: "The file; - is standard output.")
    var output: String

    func run() async throws {
        let selection = StageSelection(
            timeline: try TimelineID(timeline),
            job: try job.map(JobID.init),
            stage: try stage.map(StageName.init)
        )
        let frames = try frames.map { try FrameSelection($0) }
        let export = try await Export(selection, frames, as: format, services: try await Services())
        try CommandFile.write([UInt8](export.file), to: output)
        for line in export.notes { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
        let summary = "\(output): \(export.detectionCount) detections on \(export.frameCount) frames"
        if output != CommandFile.standard { print(summary) }
        guard export.failureCount == 0 else {
            let message = "\(export.failureCount) frames or stages are missing."
            throw CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
        }
    }
}
