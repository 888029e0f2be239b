import Detections
import Foundation
import OverlayService
import Render
import Store
import Synchronization

/// Draws a stage output onto a folder of pictures, each onto the one of its number; goes on past those that cannot be read.
struct FolderDrawing {
    private let drawing: Drawing
    private let frames: String
    private let detections: String
    private let target: String

    init(_ drawing: Drawing, _ frames: String, _ detections: String, _ target: String) {
        self.drawing = drawing
        self.frames = frames
        self.detections = detections
        self.target = target
    }

    private struct Totals {
        var done = 0
        var drawn: [String: Int] = [:]
        var skipped = 0
        var failed = 0
    }

    /// Throws `CommandFailure` where a picture failed, or the output is probably on other frames than it means.
    func run(_ output: MergedStageOutput, _ pattern: FrameFileNames.Pattern?) throws {
        let files = try FrameFolder(frames).numberedFiles(pattern)
        let base = numberBase(files.keys.sorted(), output)
        let pictures = files.map { (number: $0.key - base.value, file: $0.value) }.filter { $0.number >= 0 }
            .sorted { $0.number < $1.number }
        let output = output.held(against: pictures.map(\.number), base)
        for warning in output.stageWarnings {
            print("warning: \(warning.detail)\(warning.declare.map { " Declare \($0)." } ?? "")")
        }
        try makeTarget()
        let colors = OutputColors(output)
        let totals = Mutex(Totals())
        DispatchQueue.concurrentPerform(iterations: pictures.count) { index in
            draw(pictures[index], output, colors, totals, of: pictures.count)
        }
        let sum = totals.withLock(\.self)
        let counts = sum.drawn.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("\(target): \(sum.done - sum.failed) overlays, \(counts.isEmpty ? "nothing" : counts) drawn")
        if sum.skipped > 0 { print("\(sum.skipped) parts could not be drawn.") }
        if sum.failed > 0 {
            throw CommandFailure(message: "\(sum.failed) pictures failed.", exitCode: CommandFailure.partialFailure)
        }
        if output.needsDeclaration {
            let message = "The detections are probably on the wrong frames, until it is declared which are meant."
            throw CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
        }
    }

    /// What the files' names count from: where both they and the output's own numbers begin with the same number, that is it.
    private func numberBase(_ digits: [Int], _ output: MergedStageOutput) -> NumberBase {
        let own = output.parts.first?.output.numbering.base ?? 0
        guard !drawing.numberBase.isDeclared, own > 0 else { return drawing.numberBase }
        let isShifted = output.held(against: digits, drawing.numberBase).stageWarnings.contains { warning in
            warning.declare == "FRAME_NUMBER_BASE=\(own)"
        }
        return isShifted ? .declared(own) : drawing.numberBase
    }

    private func makeTarget() throws {
        do {
            try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(message: "\(target) cannot be made.", exitCode: CommandFailure.usage)
        }
        if CommandFile.isSame(target, frames) {
            throw CommandFailure(message: "\(target) is the folder of the pictures.", exitCode: CommandFailure.usage)
        }
    }

    private func draw(
        _ picture: (number: Int, file: URL),
        _ output: MergedStageOutput,
        _ colors: OutputColors,
        _ totals: borrowing Mutex<Totals>,
        of count: Int
    ) {
        let name = picture.file.lastPathComponent
        do {
            let bytes = try CommandFile.read(picture.file.path(percentEncoded: false))
            let result = try drawing.draw(bytes, frame: picture.number, of: output, colors)
            let stem = picture.file.deletingPathExtension().lastPathComponent
            let file = URL(filePath: target).appending(path: stem + result.format.fileEnding)
            try CommandFile.write(result.bytes, to: file.path(percentEncoded: false))
            totals.withLock { totals in
                totals.drawn.merge(result.plan.scene.counts) { $0 + $1 }
                totals.skipped += result.plan.skipped.count
            }
            for part in result.plan.skipped { tell("\(name): skipped \(part.path): \(part.reason)") }
        } catch {
            totals.withLock { $0.failed += 1 }
            tell("\(name): failed: \(error)")
        }
        let done = totals.withLock { totals in
            totals.done += 1
            return totals.done
        }
        if done.isMultiple(of: max(count / 10, 1)) { tell("\(done)/\(count) pictures") }
    }

    private func tell(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
