package import Detections
import Store

/// Renders what a timeline lacks; goes on past frames that cannot be rendered.
package struct Rerender: Sendable {
    private let job: OverlayJob
    private let options: RerenderOptions
    private let party = Party()

    private typealias StagePart = (stage: StageAddress, stored: StoredOverlays)

    package init(job: OverlayJob, options: RerenderOptions) {
        self.job = job
        self.options = options
    }

    /// What the outputs of stages that are drawn together may take, in bytes.
    private static let roundBytes = 128 << 20

    /// Every overlay's outcome, in order of stages and then of frames; `report` is told of each as soon as it is known. Once `isStopped` says so no
    /// frame is begun any more, and those that were not have no outcome.
    ///
    /// A frame is read once for all stages whose outputs are in memory together, and dropped then.
    package func run(
        until isStopped: @escaping @Sendable () -> Bool = { false },
        _ report: @escaping @Sendable (RerenderOutcome, _ total: Int) -> Void
    ) async throws -> [RerenderOutcome] {
        let stages = try await stages()
        let timeline = try await job.catalog.describedFrames(of: options.timeline)
        let chosen = timeline.filter { options.frames?.contains($0.number) ?? true }
        let frames = options.isPlanned ? chosen : options.shard.select(from: chosen)
        let total = stages.count * frames.count
        var outcomes: [RerenderOutcome] = []
        for round in await rounds(stages) {
            var parts: [StagePart] = []
            for stage in round {
                parts.append((stage, try await StoredOverlays(of: stage, on: timeline, job, options)))
            }
            let byFrame = await frames.mapConcurrently(width: job.limits.width) { [parts] frame in
                isStopped() ? [] : await self.outcomes(of: parts, on: frame) { report($0, total) }
            }
            for (index, part) in parts.enumerated() {
                let ofStage = zip(frames, byFrame).filter { !$1.isEmpty }.map { (frame: $0, outcome: $1[index]) }
                outcomes += ofStage.map(\.outcome)
                if !options.isDryRun { await part.stored.note(ofStage) }
            }
        }
        return outcomes
    }

    /// What looks wrong in each of the stages as a whole, where anything does.
    package func stageReports() async throws -> [StageReport] {
        let reports = await (try await stages()).mapConcurrently(width: job.limits.width) { stage -> StageReport? in
            // One that cannot be read is told of with each of its overlays.
            guard let output = try? await job.aligned.stage(stage) else { return nil }
            let warnings = output.stageWarnings
            guard !warnings.isEmpty else { return nil }
            return StageReport(stage: stage, warnings: warnings, needsDeclaration: output.needsDeclaration)
        }
        return reports.compactMap(\.self)
    }

    /// The stages in parts whose outputs are in memory together.
    private func rounds(_ stages: [StageAddress]) async -> [[StageAddress]] {
        var rounds: [[StageAddress]] = []
        var byteCount = 0
        for stage in stages {
            // One that cannot be read fails with each of its overlays.
            let more = (try? await job.aligned.stage(stage))?.memoryByteCount ?? 0
            byteCount += more
            if rounds.isEmpty || byteCount > min(Self.roundBytes, job.stages.cacheBytes / 2) {
                rounds.append([])
                byteCount = more
            }
            rounds[rounds.count - 1].append(stage)
        }
        return rounds
    }

    private func outcomes(
        of stages: [StagePart],
        on frame: FrameList.Entry,
        _ report: (RerenderOutcome) -> Void
    ) async -> [RerenderOutcome] {
        var outcomes: [RerenderOutcome] = []
        for (stage, stored) in stages {
            let request = OverlayRequest(stage: stage, frame: frame.number, style: options.style)
            outcomes.append(await outcome(of: request, on: frame, stored))
            report(outcomes[outcomes.count - 1])
        }
        if case .success(let frame) = frame.frame { await job.frames.drop(frame) }
        return outcomes
    }

    private func outcome(
        of request: OverlayRequest,
        on frame: FrameList.Entry,
        _ stored: StoredOverlays
    ) async -> RerenderOutcome {
        do {
            if !options.isForced, let present = try stored.known(request, on: frame.frame.get()),
                try stored.isWhole(present.key, request.style)
            {
                return .present(present)
            }
            if options.isDryRun, stored.lack(try frame.frame.get()) { return .missing(request) }
            try job.frames.believe(frame.frame.get())
            if !options.isDryRun, options.style.format != .transparent { try await job.frames.fetch(frame.frame.get()) }
            let plan = try await job.planner.plan(request, for: party)
            if !options.isForced, try stored.isWhole(plan.named.key, request.style),
                let byteCount = try await stored.byteCount(of: plan.named.key)
            {
                let answer = try await job.answer(plan.named, StoredPicture(byteCount: byteCount, way: nil))
                return .present(BatchOverlay(answer, isSettled: plan.named.isSettled))
            }
            if options.isDryRun { return .missing(request) }
            let mode = options.isForced ? PutMode.overwrite : .createUnseen
            let overlay = try await job.render(plan, mode: mode, for: party)
            if request.style.split != nil {
                _ = try await job.layers(of: overlay.key, request, mode: mode, for: party)
            }
            return .rendered(BatchOverlay(overlay, isSettled: plan.named.isSettled))
        } catch {
            return .failed(request, Failure(reporting: error), cause: String(reflecting: error))
        }
    }

    private func stages() async throws -> [StageAddress] {
        try await StageSelection(timeline: options.timeline, job: options.job, stage: options.stage)
            .addresses(in: job.stages)
    }
}

/// What looks wrong in a stage as a whole.
package struct StageReport: Sendable {
    package let stage: StageAddress
    package let warnings: [Warning]
    /// Whether its overlays are probably on other frames than are meant, until somebody declares which.
    package let needsDeclaration: Bool
}
