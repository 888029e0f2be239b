package import Detections

/// The rows of one stage as one output: a later row replaces the frames that it names.
package struct MergedStageOutput: Sendable {
    package struct Part: Sendable {
        package let identity: StageOutputRow.Identity
        package let output: StageOutput

        package init(identity: StageOutputRow.Identity, output: StageOutput) {
            self.identity = identity
            self.output = output
        }

        package var row: StageOutputID { identity.id }
    }

    /// A frame, and the row that has it.
    package struct Frame: Hashable, Sendable {
        package let row: StageOutputID
        package let frame: OutputFrame
    }

    /// What a row has for a frame.
    package struct Answer: Hashable, Sendable {
        package let row: StageOutputID
        package let detections: FrameDetections
    }

    /// Oldest first.
    package let parts: [Part]
    /// Rows left out because they are no stage output.
    package let unreadable: [UnreadableStageOutput]
    /// What else there is to say of the rows together; part of `warnings`.
    package var notes: [Warning] = []

    /// `parts` are oldest first.
    package init(parts: [Part], unreadable: [UnreadableStageOutput] = []) {
        self.parts = parts
        self.unreadable = unreadable
    }

    /// Which writing of which rows this is.
    package var identities: [StageOutputRow.Identity] { parts.map(\.identity) }

    /// The frames that any row names, in order of their numbers.
    package var frames: [Frame] {
        var latest: [Int: Frame] = [:]
        for part in parts {
            for frame in part.output.frames { latest[frame.number] = Frame(row: part.row, frame: frame) }
        }
        return latest.values.sorted { $0.frame.number < $1.frame.number }
    }

    /// The frame of that number; `nil` where no row names it.
    package func frame(_ number: Int) -> Frame? {
        for part in parts.reversed() {
            if let frame = part.output.frame(number) { return Frame(row: part.row, frame: frame) }
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
            guard let detections = part.output.detections(of: number, in: frameSize, limit: limit) else { continue }
            return Answer(row: part.row, detections: detections)
        }
        return nil
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
            + parts.flatMap { part in part.output.warnings.map { $0.adding(place(part)) } } + notes
    }

    /// The `stats` of the newest row that has any, as JSON text.
    package var statsJSON: String? { newest(\.statsJSON) }
    /// The `zones` of the newest row that has any, as JSON text.
    package var zonesJSON: String? { newest(\.zonesJSON) }
    /// The `lines` of the newest row that has any, as JSON text.
    package var linesJSON: String? { newest(\.linesJSON) }

    private func newest(_ text: (StageOutput) -> String?) -> String? {
        for part in parts.reversed() {
            if let text = text(part.output) { return text }
        }
        return nil
    }

    private func place(_ part: Part) -> String { parts.count > 1 ? " (stage output \(part.row))" : "" }
}

extension MergedStageOutput {
    /// What the stage reported on frame `number`, and what it reported that cannot be read.
    ///
    /// A frame that the stage does not name has no detections, which a warning says.
    package func found(on number: Int, in size: FrameSize) -> FrameDetections {
        guard var found = detections(of: number, in: size)?.detections else {
            let silence = Warning(.frameNotReported, "The stage reported nothing on frame \(number).")
            return FrameDetections(frame: number, skipped: skipped, warnings: warnings + [silence])
        }
        found.skipped += skipped
        found.warnings += warnings
        return found
    }
}
