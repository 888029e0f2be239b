import Detections
import Foundation
import OverlayService
import Render
import Store

/// Draws what files say onto pictures in files.
struct Drawing: Sendable {
    /// An overlay, and what is on it and what is not.
    struct Result {
        let bytes: [UInt8]
        let format: ImageFormat
        let plan: ScenePlan
        /// Of the plan and of the picture's file.
        let warnings: [Warning]
        /// Why a JPEG was not made of the frame's own blocks; `nil` where it was, and for other pictures.
        let reason: PixelsReason?
    }

    private let style: Style
    private let limits: ImageLimits
    private let painter: Painter
    private let surroundings = FrameSurroundings()
    /// What the frames' numbers are less than the digits in their names.
    let numberBase: NumberBase
    /// Of outputs that have no names of their own.
    let classNames: ClassNames

    init(_ style: Style) throws {
        let configuration = try Configuration(environment: ProcessInfo.processInfo.environment, processorCount: 1)
        self.style = style
        limits = configuration.imageLimits
        numberBase = configuration.frameNumberBase
        classNames = configuration.classNames
        painter = Painter(
            text: try TextEngine(fonts: FontFiles(paths: configuration.fontPaths).sources),
            limits: limits
        )
    }

    /// `picture` with what `output`, whose colors those are, says of frame `number`.
    func draw(
        _ picture: [UInt8],
        frame number: Int,
        of output: MergedStageOutput,
        _ colors: OutputColors
    ) throws -> Result {
        let header = try ImageCodec.header(of: picture, limits: limits)
        let content = FrameContent(picture)
        let found = output.found(on: number, in: FrameSize(header.size)).detections
        var context = surroundings.context(of: number, found, in: output, style, header.size) { _ in nil }
        context.colors = colors
        let plan = ScenePlan(found, style: style, size: header.size, context: context)
        let overlay = try painter.paint(plan.scene, on: content, header: header, style: style)
        let warnings = FrameNotes.warnings(on: content.oddities, of: "The picture's file")
        return Result(
            bytes: overlay.bytes,
            format: overlay.format.file,
            plan: plan,
            warnings: plan.warnings + FrameNotes.losses(header, style) + warnings,
            reason: overlay.reason
        )
    }
}

/// Files by their names on the command line, where `-` is standard input or output.
enum CommandFile {
    static let standard = "-"

    static func read(_ path: String) throws -> [UInt8] {
        if path == standard { return try [UInt8](FileHandle.standardInput.readToEnd() ?? Data()) }
        do {
            return try [UInt8](Data(contentsOf: URL(filePath: path)))
        } catch {
            throw CommandFailure(message: "\(path) cannot be read.", exitCode: CommandFailure.usage)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        if path == standard { return FileHandle.standardOutput.write(Data(bytes)) }
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(message: "\(path) cannot be written.", exitCode: CommandFailure.partialFailure)
        }
    }

    static func isFolder(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path()))?[
            .type
        ]
            as? FileAttributeType == .typeDirectory
    }

    /// Whether both are one file, also where one is another name or a link for the other.
    static func isSame(_ one: String, _ other: String) -> Bool {
        let identities = [one, other].map { path in
            try? FileManager.default.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path())
        }
        guard let first = identities[0], let second = identities[1] else { return false }
        let numbers: [FileAttributeKey] = [.systemNumber, .systemFileNumber]
        return numbers.allSatisfy { (first[$0] as? NSNumber) == (second[$0] as? NSNumber) }
    }
}
