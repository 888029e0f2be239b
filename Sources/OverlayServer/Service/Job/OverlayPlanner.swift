import Detections
import Render
import Store

/// Finds out what an overlay shows and what it is called, and draws nothing; each step takes a value and returns the next.
struct OverlayPlanner: Sendable {
    private let aligned: AlignedStages
    private let catalog: FrameCatalog
    private let frames: FrameSource
    private let comparisons: Comparisons
    private let masks: MaskPictures
    private let text: TextEngine
    private let limits: WorkLimits
    /// Of all overlays.
    private let keyPrefix: String
    /// What was named last, so that it is not planned again only to be found.
    private let names = RecentlyUsed<OverlayInputs.Key, NamedOverlay>(byteLimit: 32 << 20)
    /// Of the stages that were drawn last, as each was written.
    private let colors = RecentlyUsed<[StageOutputRow.Identity], OutputColors>(byteLimit: 32 << 20)
    private let colorings = SharedWork<[StageOutputRow.Identity], OutputColors>()
    private let surroundings = FrameSurroundings()

    init(
        aligned: AlignedStages,
        catalog: FrameCatalog,
        frames: FrameSource,
        comparisons: Comparisons,
        masks: MaskPictures,
        text: TextEngine,
        limits: WorkLimits,
        keyPrefix: String
    ) {
        self.aligned = aligned
        self.catalog = catalog
        self.frames = frames
        self.comparisons = comparisons
        self.masks = masks
        self.text = text
        self.limits = limits
        self.keyPrefix = keyPrefix
    }

    /// What was named of the same inputs before; `nil` where nothing was.
    func named(_ inputs: OverlayInputs) -> NamedOverlay? { names[inputs.key] }

    /// The same, where nothing has to be asked of the object store for it.
    func named(_ request: OverlayRequest) async throws -> NamedOverlay? {
        let stage = try await aligned.stage(request.stage)
        let frame = try await catalog.frame(request.frame, of: request.stage.timeline)
        let identity = try await frames.identity(of: frame)
        guard let measured = frames.known(frame, identity) else { return nil }
        let notes = try await notes(on: measured, of: request.stage.timeline)
        let reference = try await aligned.reference(of: request.stage, request.style)
        return names[OverlayInputs.Key(request, stage, reference, measured, notes)]
    }

    func inputs(of request: OverlayRequest) async throws -> OverlayInputs {
        var timings = Timings()
        let stage = try await aligned.stage(request.stage)
        timings.mark(.plan)
        let reference = try await aligned.reference(of: request.stage, request.style)
        let frame = try await catalog.frame(request.frame, of: request.stage.timeline)
        let measured = try await frames.measured(frame, isDrawnOn: request.style.format != .transparent)
        let notes = try await notes(on: measured, of: request.stage.timeline)
        timings.mark(.fetch)
        return OverlayInputs(
            request: request,
            stage: stage,
            reference: reference,
            frame: measured,
            notes: notes,
            timings: timings
        )
    }

    /// What there is to say of a frame beside what is on it.
    private func notes(on frame: MeasuredFrame, of timeline: TimelineID) async throws -> [Warning] {
        FrameNotes.warnings(on: frame, beside: frames.known(try await catalog.list(of: timeline).first))
    }

    /// Everything up to the overlay's name: what would be drawn, and where it would lie. For a caller who does not ask again, so that it is not kept.
    func plan(_ request: OverlayRequest, for party: Party) async throws -> PlannedOverlay {
        try await plan(try await inputs(of: request), isKept: false, for: party)
    }

    func plan(_ inputs: OverlayInputs, isKept: Bool = true, for party: Party) async throws -> PlannedOverlay {
        let switches = try await switches(inputs)
        return try await limits.planning.run(for: party) {
            // In one go where it can be: each change of threads costs as much as a label.
            let draft = try await limits.processors.run { () async throws -> Draft in
                let answer = try await found(inputs)
                if MaskPictures.areNeeded(by: answer.detections) { return .lackingMasks(answer) }
                return .whole(try await planned(inputs, answer, switches, isSettled: true))
            }
            let plan: PlannedOverlay
            switch draft {
            case .whole(let whole): plan = whole
            case .lackingMasks(var answer):
                answer.detections = try await masks.read(
                    for: answer.detections,
                    of: inputs.request.stage.timeline,
                    in: FrameSize(inputs.frame.header.size)
                )
                plan = try await limits.processors.run { [answer] in
                    try await planned(inputs, answer, switches, isSettled: false)
                }
            }
            if isKept, plan.named.isSettled {
                names.insert(plan.named, for: inputs.key, byteCount: plan.named.byteCount)
            }
            return plan
        }
    }

    private enum Draft: Sendable {
        case whole(PlannedOverlay)
        /// Masks that are pictures have to be read first.
        case lackingMasks(MergedStageOutput.Answer)
    }

    /// What the stage found on the frame, and all that there is to say of that.
    @concurrent
    private func found(_ inputs: OverlayInputs) async throws -> MergedStageOutput.Answer {
        let (request, frame) = (inputs.request, inputs.frame)
        // A row that cannot be read may speak of this frame, and of what must not be seen on it.
        if request.style.redacts, let unreadable = inputs.stage.unreadable.first { throw unreadable }
        var answer = inputs.stage.found(on: request.frame, in: FrameSize(frame.header.size))
        answer.detections.warnings += inputs.notes + FrameNotes.losses(frame.header, request.style)
        answer.detections.warnings += FrameNotes.turning(frame.header, inputs.stage.pictureSize(of: request.frame))
        return answer
    }

    @concurrent
    private func planned(
        _ inputs: OverlayInputs,
        _ found: MergedStageOutput.Answer,
        _ switches: [TimelineComparison.Switch],
        isSettled: Bool
    ) async throws -> PlannedOverlay {
        var (timings, answer) = (inputs.timings, found)
        let (request, frame) = (inputs.request, inputs.frame)
        let (size, style) = (frame.header.size, request.style)
        let list = try await catalog.list(of: request.stage.timeline)
        var context = surroundings.context(of: request.frame, answer.detections, in: inputs.stage, style, size) {
            number in
            number == request.frame ? frame.frame.timestamp : list[number]?.timestamp
        }
        context.subject = SceneContext.Subject(stage: request.stage, timestamp: context.subject.timestamp)
        if style.needsOutputColors { context.colors = try await colors(of: inputs.stage) }
        if let reference = inputs.reference {
            context.reference = style.reference(of: request.stage)
            context.comparison = inputs.comparison(of: answer, with: reference, switches)
            if context.comparison == nil { answer.detections.warnings.append(inputs.notCompared) }
        }
        try Task.checkCancellation()
        let scene = ScenePlan(answer.detections, style: style, size: size, context: context)
        let key = try OverlayKey.of(
            request,
            scene: scene.scene,
            identity: frame.identity,
            format: request.style.format(for: frame.header),
            fonts: scene.scene.texts.isEmpty ? [] : text.fontIdentities(of: scene.scene.texts),
            under: keyPrefix
        )
        timings.mark(.plan)
        let named = NamedOverlay(
            request: request,
            frame: frame,
            timestamp: context.subject.timestamp,
            source: answer.source,
            key: key,
            report: SceneReport(scene),
            isSettled: isSettled,
            timings: timings
        )
        return PlannedOverlay(named: named, scene: scene)
    }

    /// What of the frame is of other tracks than before, which only the frames before it tell.
    private func switches(_ inputs: OverlayInputs) async throws -> [TimelineComparison.Switch] {
        guard let reference = inputs.reference else { return [] }
        let (size, rule) = (FrameSize(inputs.frame.header.size), inputs.request.style.comparisonRule)
        let comparison = try await comparisons.comparison(of: inputs.stage, with: reference, on: size, rule)
        return comparison.frame(inputs.request.frame)?.switches ?? []
    }

    private func colors(of stage: MergedStageOutput) async throws -> OutputColors {
        let rows = stage.identities
        if let known = colors[rows] { return known }
        return try await colorings.run(rows) { [colors] in
            let made = OutputColors(stage)
            colors.insert(made, for: rows, byteCount: made.byteCount)
            return made
        }
    }
}
