package import Detections
package import Foundation

/// The rows of one stage as one output: a later row replaces the frames that it names.
package struct MergedStageOutput: Sendable {
    package struct Part: Sendable {
        package let source: Source
        package let output: StageOutput
        /// The output's own number of each of the timeline's frames, where it matches them by time.
        package var matches: [Int: Int]?

        package init(_ source: Source, _ output: StageOutput) {
            self.source = source
            self.output = output
        }

        package var row: StageOutputID { source.identity.id }
    }

    /// A row, and when it was written first; `nil` for what comes from no table.
    package struct Source: Hashable, Sendable {
        package let identity: StageOutputRow.Identity
        package let createdAt: Date?

        package init(_ identity: StageOutputRow.Identity, createdAt: Date? = nil) {
            self.identity = identity
            self.createdAt = createdAt
        }
    }

    /// A frame, and the row that has it.
    package struct Frame: Hashable, Sendable {
        package let row: StageOutputID
        package let frame: OutputFrame
    }

    /// What a row has for a frame.
    package struct Answer: Hashable, Sendable {
        /// `nil` where no row speaks of the frame.
        package let source: Source?
        package var detections: FrameDetections
    }

    /// What there is to say of the rows together.
    package struct Notes: Hashable, Sendable {
        /// Of the stage as a whole, for every answer.
        package var everywhere: [Warning] = []
        /// Of the stage as a whole, where that is asked for.
        package var stage: [Warning] = []
        /// Of some of its frames, for answers about them.
        package var frames: [Int: [Warning]] = [:]

        package init() {}
    }

    /// Oldest first.
    package var parts: [Part]
    /// Rows left out because they are no stage output.
    package let unreadable: [UnreadableStageOutput]
    package var notes = Notes()
    /// Whether its frames are probably others than the timeline's of those numbers, and nobody has declared which.
    package var needsDeclaration = false
    /// What stands for `notes` and the parts' matches, beside `identities`; empty where there are none.
    package var alignmentID = ""

    /// `parts` are oldest first.
    package init(parts: [Part], unreadable: [UnreadableStageOutput] = []) {
        self.parts = parts
        self.unreadable = unreadable
    }

    /// Which writing of which rows this is.
    package var identities: [StageOutputRow.Identity] { parts.map(\.source.identity) }

    /// What its rows take in memory, in bytes.
    package var memoryByteCount: Int { parts.reduce(0) { $0 + $1.output.memoryByteCount } }

    /// The frames that any row names, in order of their numbers.
    package var frames: [Frame] {
        var latest: [Int: Frame] = [:]
        for part in parts {
            for frame in part.frames { latest[frame.number] = Frame(row: part.row, frame: frame) }
        }
        return latest.values.sorted { $0.frame.number < $1.frame.number }
    }

    /// The frame of that number; `nil` where no row names it.
    package func frame(_ number: Int) -> Frame? {
        for part in parts.reversed() {
            if let frame = part.frame(number) { return Frame(row: part.row, frame: frame) }
        }
        return nil
    }

    /// What the newest row that names frame `number` has for it, in pixels of a frame of `frameSize`; `nil` where none does.
    package func detections(
        of number: Int,
        in frameSize: FrameSize,
        limit: Int = StageOutput.detectionLimit
    ) -> Answer? {
        for part in parts.reversed() {
            guard let found = part.detections(of: number, in: frameSize, limit: limit) else { continue }
            return Answer(source: part.source, detections: found)
        }
        return nil
    }

    /// The newest row that names frame `number`; `nil` where none does.
    package func source(of number: Int) -> Source? { parts.last { $0.frame(number) != nil }?.source }

    /// The least number of a frame that any row names; `nil` where none names any.
    package var firstNumber: Int? { parts.compactMap(\.extent?.lowerBound).min() }

    /// The size of the picture that coordinates of frame `number` are declared for.
    package func pictureSize(of number: Int) -> CoordinateSpace.PictureSize? {
        parts.last { $0.frame(number) != nil }?.output.coordinates.pictureSize
    }

    /// Frames, and parts of frames, that no row could say. Where there are several rows, the reason names the row.
    package var skipped: [SkippedPart] {
        parts.flatMap { part in
            part.output.skipped.map { SkippedPart($0.code, path: $0.path, reason: $0.reason + place(part)) }
        }
    }

    /// What looks wrong in the rows as wholes.
    package var warnings: [Warning] {
        unreadable.map { Warning(.rowUnreadable, "\($0); it is left out") }
            + parts.flatMap { part in part.output.warnings.map { $0.adding(place(part)) } } + notes.everywhere
    }

    /// `warnings`, and what there is to say of the stage as a whole.
    package var stageWarnings: [Warning] { warnings + notes.stage }

    /// What the keys of the timeline's frames count from, where a row (of `extract_frames`) says so.
    package var numberBase: Int? { newest(\.numberBase) }
    /// Whether a row says of itself that it is what is really there.
    package var isGroundTruth: Bool { parts.contains(where: \.output.isGroundTruth) }
    /// The `stats` of the newest row that has any, as JSON text.
    package var statsJSON: String? { newest(\.statsJSON) }
    /// The `zones` of the newest row that has any, as JSON text.
    package var zonesJSON: String? { newest(\.zonesJSON) }
    /// The `lines` of the newest row that has any, as JSON text.
    package var linesJSON: String? { newest(\.linesJSON) }

    /// What classes without labels are called, by their numbers; of several names that of the newest row.
    package var classNames: [Int: String] {
        parts.reduce(into: [:]) { names, part in names.merge(part.output.classNames) { $1 } }
    }

    private func newest<Value>(_ value: (StageOutput) -> Value?) -> Value? {
        for part in parts.reversed() {
            if let value = value(part.output) { return value }
        }
        return nil
    }

    private func place(_ part: Part) -> String { parts.count > 1 ? " (stage output \(part.row))" : "" }
}

extension MergedStageOutput {
    /// What the stage reported on frame `number`, and what it reported that cannot be read.
    ///
    /// A frame that the stage does not name has no detections, which a warning says.
    package func found(on number: Int, in size: FrameSize) -> Answer {
        var answer =
            detections(of: number, in: size)
            ?? Answer(source: nil, detections: FrameDetections(frame: number, warnings: [silence(on: number)]))
        answer.detections.skipped += skipped
        answer.detections.warnings += (notes.frames[number] ?? []) + warnings
        return answer
    }

    private func silence(on number: Int) -> Warning {
        let numbers = parts.compactMap(\.extent)
        guard let first = numbers.map(\.lowerBound).min(), let last = numbers.map(\.upperBound).max() else {
            return Warning(.frameNotReported, "The stage speaks of no frame at all.")
        }
        return Warning(
            .frameNotReported,
            "The stage does not speak of frame \(number), only of frames from \(first) to \(last)."
        )
    }
}

/// A row by the timeline's numbers.
extension MergedStageOutput.Part {
    fileprivate var frames: [OutputFrame] {
        guard let matches else { return output.frames }
        return matches.compactMap { number, own in output.frame(own)?.renumbered(number) }
    }

    fileprivate var extent: ClosedRange<Int>? {
        guard let matches else { return output.extent }
        guard let first = matches.keys.min(), let last = matches.keys.max() else { return nil }
        return first...last
    }

    private func ownNumber(of number: Int) -> Int? { matches.map { $0[number] } ?? number }

    fileprivate func frame(_ number: Int) -> OutputFrame? {
        ownNumber(of: number).flatMap(output.frame)?.renumbered(number)
    }

    fileprivate func detections(of number: Int, in size: FrameSize, limit: Int) -> FrameDetections? {
        guard let own = ownNumber(of: number) else { return nil }
        var found = output.detections(of: own, in: size, limit: limit)
        found?.frame = number
        if let matches, found != nil { found?.detections.renumberSources(matches) }
        return found
    }
}

extension [Detection] {
    /// Where frames match by time, those that detections are carried over from do too; one that matches none is none of the timeline.
    fileprivate mutating func renumberSources(_ matches: [Int: Int]) {
        guard contains(where: { $0.sourceFrame != nil }) else { return }
        let numbers = Dictionary(matches.map { ($0.value, $0.key) }) { first, _ in first }
        for index in indices { self[index].sourceFrame = self[index].sourceFrame.flatMap { numbers[$0] } }
    }
}
