import ArgumentParser
import Detections
import Foundation
import OverlayService
import Render
import Store

/// Draws detections from a file onto a picture in a file; needs no stores.
struct DrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw detections onto one picture; files only, no stores.",
        discussion: """
            The detections are a stage output, {"frames": [{"frame": 0, "detections": […]}]}, or the detections of this \
            one picture alone: [{"label": "person", "confidence": 0.9, "bbox": [x, y, width, height]}, …].

            EXAMPLES
              overlay-server draw photo.jpg detections.json -o overlay.png
              overlay-server draw frame_0012.jpg detect_people.json -o overlay.jpg --frame-number 12 --layers boxes
            """
    )

    @Argument(help: "A JPEG or PNG picture.")
    var frame: String
    @Argument(help: "The detections, as JSON, or as another tool writes them.")
    var detections: String
    @Option(name: .shortAndLong, help: "Where the overlay goes; its ending, .jpg or .png, chooses the format.")
    var output: String
    @Option(help: "Which frame of the stage output the picture is. Default: the only one, else the one in its name.")
    var frameNumber: Int?
    @Option(
        help:
            "What the detections are written in, where that cannot be told: \(StageOutput.formatNames.joined(separator: ", "))."
    )
    var detectionsFormat: String?
    @OptionGroup(title: "Style options")
    var style: StyleOptions

    func run() throws {
        try refuseToOverwrite()
        let style = try chosenStyle()
        let configuration = try Configuration(environment: ProcessInfo.processInfo.environment, processorCount: 1)
        let limits = configuration.imageLimits
        let picture = try Self.read(frame)
        let header = try named(frame) { try ImageCodec.header(of: picture, limits: limits) }
        let found = try found(in: header.size)
        let plan = ScenePlan(found, style: style, size: header.size)
        let fonts = FontFiles(paths: configuration.fontPaths)
        let painter = Painter(text: try TextEngine(fonts: fonts.sources), limits: limits)
        let overlay = try named(frame) {
            try painter.paint(plan.scene, on: FrameContent(picture), header: header, style: style)
        }
        try Self.write(overlay.bytes, to: output)
        report(plan, frame: found.frame)
    }

    /// Neither input is written over, also where `--output` is another name or a link for it.
    private func refuseToOverwrite() throws {
        for input in [frame, detections] where Self.isSameFile(input, output) {
            throw ValidationError("--output \(output) is the file that is read: choose another name.")
        }
    }

    private static func isSameFile(_ one: String, _ other: String) -> Bool {
        let identities = [one, other].map { path in
            try? FileManager.default.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path())
        }
        guard let first = identities[0], let second = identities[1] else { return false }
        let numbers: [FileAttributeKey] = [.systemNumber, .systemFileNumber]
        return numbers.allSatisfy { (first[$0] as? NSNumber) == (second[$0] as? NSNumber) }
    }

    private func chosenStyle() throws -> Style {
        var style = try style.style()
        let ending = URL(filePath: output).pathExtension.lowercased()
        let formats: [String: Set<Style.Format>] = ["jpg": [.jpeg], "jpeg": [.jpeg], "png": [.png, .transparent]]
        guard let allowed = formats[ending] else { throw ValidationError("--output must end in .jpg or .png.") }
        if let format = style.format, !allowed.contains(format) {
            throw ValidationError("--format \(format.rawValue) does not go into a .\(ending) file.")
        }
        if style.format == nil { style.format = ending == "png" ? .png : .jpeg }
        return style
    }

    /// A file may hold what was found on this picture alone.
    private static let formats = DetectionFormat.all + [.list]
    /// Where the output names no frame at all.
    private static let onlyFrame = 0

    private func found(in size: PixelSize) throws -> FrameDetections {
        let text = try Self.read(detections)
        let output = try named(detections) {
            try StageOutput(json: text, formats: Self.formats, declared: detectionsFormat)
        }
        let number = try chosenFrame(of: output)
        let row = StageOutputRow.Identity(id: StageOutputID(detections), revision: "")
        return MergedStageOutput(parts: [.init(.init(row), output)]).found(on: number, in: FrameSize(size)).detections
    }

    private func chosenFrame(of output: StageOutput) throws -> Int {
        let numbers = output.frames.map(\.number)
        if let frameNumber {
            guard numbers.contains(frameNumber) else {
                throw ValidationError("--frame-number \(frameNumber): \(detections) has nothing on that frame.")
            }
            return frameNumber
        }
        if numbers.isEmpty, output.isEmpty { return Self.onlyFrame }
        if numbers.count == 1 { return numbers[0] }
        let name = URL(filePath: frame).deletingPathExtension().lastPathComponent
        let named = FrameFileNames.numbers(in: name).filter(numbers.contains)
        if named.count == 1 { return named[0] }
        throw ValidationError("\(detections) has \(numbers.count) frames: say which one with --frame-number.")
    }

    private func report(_ plan: ScenePlan, frame: Int) {
        let counts = plan.scene.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        print("\(output): frame \(frame), \(counts.isEmpty ? "nothing" : counts.joined(separator: ", ")) drawn")
        for (field, count) in plan.hidden.sorted(by: { $0.key < $1.key }) { print("hidden by \(field): \(count)") }
        for part in plan.skipped { print("skipped \(part.path): \(part.reason)") }
        for warning in plan.warnings { print("warning: \(warning.detail)") }
    }

    private func named<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            throw CommandFailure(message: "\(path): \(error)", exitCode: CommandFailure.partialFailure)
        }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        do {
            return try [UInt8](Data(contentsOf: URL(filePath: path)))
        } catch {
            throw CommandFailure(message: "\(path) cannot be read.", exitCode: CommandFailure.usage)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(message: "\(path) cannot be written.", exitCode: CommandFailure.partialFailure)
        }
    }
}
