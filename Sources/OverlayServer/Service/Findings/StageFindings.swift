package import Detections
package import Store

/// What a stage found on one frame, in the frame's pixels.
package struct FrameFindings: Sendable {
    package let stage: StageAddress
    package let frame: Frame
    /// In seconds; `nil` where no stage says so.
    package let timestamp: Double?
    /// Of the frame.
    package let size: FrameSize
    /// `nil` where the stage does not speak of the frame.
    package let source: MergedStageOutput.Source?
    package let found: FrameDetections
}

/// Reads what stages found, frame by frame, and draws nothing.
package struct StageFindings: Sendable {
    private let catalog: FrameCatalog
    private let frames: FrameSource
    private let limits: WorkLimits

    package init(catalog: FrameCatalog, frames: FrameSource, limits: WorkLimits) {
        self.catalog = catalog
        self.frames = frames
        self.limits = limits
    }

    /// The size that the timeline's frames have as `extract_frames` says, else that of the first that can be read, and who says so. Throws where nothing does.
    package func frameSize(of timeline: TimelineID) async throws -> (FrameSize, from: String) {
        if let size = try await catalog.namedSize(of: timeline) { return (size, StageReader.listStage) }
        if let first = await frames.first(of: catalog, timeline) {
            return (FrameSize(first.header.size), "first_frame")
        }
        let listed = try await catalog.frames(of: timeline)
        throw RequestError.unknownFrame(listed.first?.number ?? 0, timeline: timeline)
    }

    /// What `stage`, which is at `address`, found on frame `number`, and where `saysOddities` also what is odd about the frame's file, of which
    /// else the header is read alone. Throws where there is no such frame, or it cannot be read: nothing else says how large it is.
    package func findings(
        on number: Int,
        of stage: MergedStageOutput,
        _ address: StageAddress,
        saysOddities: Bool = false,
        for party: Party
    ) async throws -> FrameFindings {
        let frame = try await catalog.frame(number, of: address.timeline)
        let measured = try await frames.measured(frame, isDrawnOn: saysOddities)
        let first = frames.known(try await catalog.list(of: address.timeline).first)
        let size = FrameSize(measured.header.size)
        let oddities = saysOddities ? await frames.oddities(of: measured) : []
        var answer = try await limits.planning.run(for: party) {
            try await limits.processors.run { stage.found(on: number, in: size) }
        }
        answer.detections.warnings += FrameNotes.warnings(on: measured, beside: first)
        answer.detections.warnings += FrameNotes.warnings(on: oddities, ofFrame: number)
        return FrameFindings(
            stage: address,
            frame: frame,
            timestamp: frame.timestamp ?? answer.detections.timestamp,
            size: size,
            source: answer.source,
            found: answer.detections
        )
    }
}
