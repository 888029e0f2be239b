import ArgumentParser
import Foundation
import OverlayService
import Render
import Store

/// Makes a film of a stage's overlays, in a file.
struct ClipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clip",
        abstract: "Make a film of the overlays of a range of frames: an mp4 with ffmpeg, or an animated PNG.",
        discussion: """
            Overlays are drawn for it and not stored. A frame that cannot be drawn has a card in its place; then the command ends with 1.

            EXAMPLES
              overlay-server clip --timeline T --job J --stage S --frames 0-299 -o overlays.mp4
              overlay-server clip --timeline T --job J --stage S --frames 0-99 -o overlays.png --width 480 --preset tracks
              overlay-server clip --timeline T --job J --stage S --fps 25 -o - | ffplay -
            """
    )

    @OptionGroup var stage: StageOptions
    @Option(help: "Frames, as 0-99,120. Default: all.")
    var frames: String?
    @Option(
        name: .shortAndLong,
        help: "The file; its ending, .mp4, .png or .apng, chooses the container. - is standard output."
    )
    var output: String
    @Option(help: "mp4 or apng. Default: as the file's name says; for standard output mp4 where ffmpeg is.")
    var container: String?
    @Option(help: "Frames a second, 0.1 to 120. Default: as the frames' own times have it, else 10.")
    var fps: String?
    @Option(
        help: "In pixels, an even number from 16 to 3840. Default: the frames' own; of an animated PNG at most 640."
    )
    var width: String?
    @OptionGroup(title: "Style options")
    var style: StyleOptions

    func run() async throws {
        let options = try chosenOptions()
        let address = try stage.address()
        let style = try style.style()
        let selection = try frames.map { try FrameSelection($0) }
        let services = try await Services()
        let container = options.container ?? services.clips.standardContainer
        let request: ClipRequest
        if let selection {
            request = try ClipRequest(
                stage: address,
                frames: selection,
                style: style,
                container: container,
                options: options
            )
        } else {
            let numbers = try await services.job.catalog.existingFrames(of: address.timeline).map(\.number)
            request = try ClipRequest(
                stage: address,
                frames: numbers,
                style: style,
                container: container,
                options: options
            )
        }
        try await make(request, services.clips)
    }

    private func make(_ request: ClipRequest, _ clips: ClipMaker) async throws {
        let plan = try await clips.plan(request)
        let file = try ClipFile(output)
        let lost: [Int]
        do {
            lost = try await clips.make(plan, for: Party()) { try file.write($0) }
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
        let size = "\(plan.size.width)x\(plan.size.height)"
        let summary = "\(output): \(request.frames.count) frames of \(size), \(plan.fps) a second"
        if output != CommandFile.standard { print(summary) }
        guard !lost.isEmpty else { return }
        let message = "Cards stand for frames \(FrameSelection.text(lost)), of which there is no picture."
        throw CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
    }

    private func chosenOptions() throws -> ClipOptions {
        var values = ["container": container, "fps": fps, "width": width].compactMapValues { $0.map { [$0] } }
        guard output != CommandFile.standard else { return try ClipOptions(taking: &values) }
        let endings = ["mp4": ClipContainer.mp4, "png": .apng, "apng": .apng]
        let ending = URL(filePath: output).pathExtension.lowercased()
        guard let named = endings[ending] else { throw ValidationError("--output must end in .mp4, .png or .apng.") }
        guard container == nil || container == named.rawValue else {
            throw ValidationError("--container \(container ?? "") does not go into a .\(ending) file.")
        }
        values["container"] = [named.rawValue]
        return try ClipOptions(taking: &values)
    }
}

/// A file that is there when it is whole, or standard output.
private final class ClipFile: Sendable {
    private let path: String
    private let partPath: String
    private let handle: FileHandle

    init(_ path: String) throws {
        self.path = path
        partPath = "\(path).part"
        guard path != CommandFile.standard else {
            handle = .standardOutput
            return
        }
        guard FileManager.default.createFile(atPath: partPath, contents: nil),
            let file = FileHandle(forWritingAtPath: partPath)
        else { throw CommandFailure(message: "\(path) cannot be written.", exitCode: CommandFailure.usage) }
        handle = file
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw CommandFailure(message: "\(path) cannot be written.", exitCode: CommandFailure.partialFailure)
        }
    }

    func finish() throws {
        guard path != CommandFile.standard else { return }
        try handle.close()
        guard unsafe rename(partPath, path) == 0 else {
            throw CommandFailure(message: "\(path) cannot be written.", exitCode: CommandFailure.partialFailure)
        }
    }

    func discard() {
        if path != CommandFile.standard { try? FileManager.default.removeItem(atPath: partPath) }
    }
}
