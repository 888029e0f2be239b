import ArgumentParser
import Detections
import Foundation
import OverlayService
import Render
import Store

/// Draws detections from a file onto a picture, or onto a folder of them; needs no stores.
struct DrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw detections onto one picture or a folder of them; files only, no stores.",
        discussion: """
            The detections are a stage output, {"frames": [{"frame": 0, "detections": […]}]}, the detections of this \
            one picture alone, [{"label": "person", "confidence": 0.9, "bbox": [x, y, width, height]}, …], or what \
            another tool writes. - is standard input or output.

            EXAMPLES
              overlay-server draw photo.jpg detections.json -o overlay.png
              overlay-server draw frame_0012.jpg detect_people.json -o overlay.jpg --frame-number 12 --layers boxes
              overlay-server draw frames/ gt.txt -o overlays/
              detect photo.jpg | overlay-server draw photo.jpg - -o - --format png > overlay.png
            """
    )

    @Argument(help: "A JPEG or PNG picture, or a folder of them, numbered by the digits in their names that vary.")
    var frame: String
    @Argument(help: "The detections, as JSON, or as another tool writes them.")
    var detections: String
    @Option(
        name: .shortAndLong,
        help: "Where the overlay goes; its ending, .jpg or .png, chooses the format. A folder for a folder."
    )
    var output: String
    @Option(help: "Which frame of the stage output the picture is. Default: the only one, else the one in its name.")
    var frameNumber: Int?
    @Option(help: "Which digits are the frame's number, as in 'frame_{frame}_*.jpg', where that cannot be told.")
    var framePattern: String?
    @Option(
        help:
            "What the detections are written in, where that cannot be told: \(StageOutput.formatNames.joined(separator: ", "))."
    )
    var detectionsFormat: String?
    @OptionGroup(title: "Style options")
    var style: StyleOptions

    private var isOfFolder: Bool { CommandFile.isFolder(frame) }

    func validate() throws {
        for input in [frame, detections] where CommandFile.isSame(input, output) && input != CommandFile.standard {
            throw ValidationError("--output \(output) is the file that is read: choose another name.")
        }
        guard frame != CommandFile.standard || detections != CommandFile.standard else {
            throw ValidationError("Only one of the picture and the detections can come from standard input.")
        }
        if let framePattern, FrameFileNames.Pattern(framePattern) == nil {
            throw ValidationError("--frame-pattern must have {frame} in it once.")
        }
        guard framePattern == nil || isOfFolder else { throw ValidationError("--frame-pattern is about a folder.") }
        guard frameNumber == nil || !isOfFolder else { throw ValidationError("--frame-number is about one picture.") }
        do {
            _ = try chosenStyle()
        } catch let error as RequestError {
            throw ValidationError(Failure(reporting: error).detail)
        }
    }

    func run() throws {
        let drawing = try Drawing(try chosenStyle())
        let output = try readOutput(drawing)
        if isOfFolder {
            let pattern = framePattern.flatMap(FrameFileNames.Pattern.init)
            return try FolderDrawing(drawing, frame, detections, self.output).run(output, pattern)
        }
        let number = try chosenFrame(of: output.parts[0].output)
        let picture = try CommandFile.read(frame)
        let result = try named(frame) {
            try drawing.draw(picture, frame: number, of: output, OutputColors(output))
        }
        try CommandFile.write(result.bytes, to: self.output)
        for line in lines(result, frame: number) { tell(line) }
    }

    private func chosenStyle() throws -> Style {
        var style = try style.style()
        guard !isOfFolder, output != CommandFile.standard else { return style }
        let ending = URL(filePath: output).pathExtension.lowercased()
        let formats: [String: Set<Style.Format>] = ["jpg": [.jpeg], "jpeg": [.jpeg], "png": [.png, .transparent]]
        guard let allowed = formats[ending] else { throw ValidationError("--output must end in .jpg or .png.") }
        if let format = style.format, !allowed.contains(format) {
            throw ValidationError("--format \(format.rawValue) does not go into a .\(ending) file.")
        }
        if style.format == nil { style.format = ending == "png" ? .png : .jpeg }
        return style
    }

    /// A file may hold what was found on one picture alone.
    private static let formats = DetectionFormat.all + [.list]
    /// Where the output names no frame at all.
    private static let onlyFrame = 0

    private func readOutput(_ drawing: Drawing) throws -> MergedStageOutput {
        let text = try CommandFile.read(detections)
        let output = try named(detections) {
            try StageOutput(
                json: text,
                formats: isOfFolder ? DetectionFormat.all : Self.formats,
                declared: detectionsFormat,
                classNames: drawing.classNames
            )
        }
        let row = StageOutputRow.Identity(id: StageOutputID(detections), revision: "")
        return MergedStageOutput(parts: [.init(.init(row), output)])
    }

    private func chosenFrame(of output: StageOutput) throws -> Int {
        let numbers = output.frames.map(\.number)
        if let frameNumber {
            guard numbers.contains(frameNumber) else {
                throw usage("--frame-number \(frameNumber): \(detections) has nothing on that frame.")
            }
            return frameNumber
        }
        if numbers.isEmpty, output.isEmpty { return Self.onlyFrame }
        if numbers.count == 1 { return numbers[0] }
        let name = URL(filePath: frame).deletingPathExtension().lastPathComponent
        let named = FrameFileNames.numbers(in: name).filter(numbers.contains)
        if named.count == 1 { return named[0] }
        throw usage("\(detections) has \(numbers.count) frames: say which one with --frame-number.")
    }

    private func usage(_ message: String) -> CommandFailure {
        CommandFailure(message: "Error: \(message)", exitCode: CommandFailure.usage)
    }

    private func lines(_ result: Drawing.Result, frame: Int) -> [String] {
        let plan = result.plan
        let counts = plan.scene.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return ["\(output): frame \(frame), \(counts.isEmpty ? "nothing" : counts.joined(separator: ", ")) drawn"]
            + (result.reason.map { ["coded anew, since \($0.sentence)"] } ?? [])
            + plan.hidden.sorted { $0.key < $1.key }.map { "hidden by \($0.key): \($0.value)" }
            + plan.skipped.map { "skipped \($0.path): \($0.reason)" } + result.warnings.map { "warning: \($0.detail)" }
    }

    /// What is said goes where the picture does not.
    private func tell(_ line: String) {
        guard output == CommandFile.standard else { return print(line) }
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }

    private func named<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            throw CommandFailure(message: "\(path): \(error)", exitCode: CommandFailure.partialFailure)
        }
    }
}
