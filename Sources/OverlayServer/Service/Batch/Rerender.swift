package import Detections
import Store

/// Renders what a timeline lacks; goes on past frames that cannot be rendered.
package struct Rerender: Sendable {
    private let job: OverlayJob
    private let options: RerenderOptions
    private let party = Party()

    package init(job: OverlayJob, options: RerenderOptions) {
        self.job = job
        self.options = options
    }

    /// What the outputs of stages that are drawn together may take, in bytes.
    private static let roundBytes = 128 << 20

    /// Every overlay's outcome, in order of stages and then of frames; `report` is told of each as soon as it is known.
    ///
    /// A frame is read once for all stages whose outputs are in memory together, and dropped then.
    package func run(
        _ report: @escaping @Sendable (RerenderOutcome, _ total: Int) -> Void
    ) async throws -> [RerenderOutcome] {
        let stages = try await stages()
        let frames = options.shard.select(from: try await frames())
        let existing = try await existing(stages)
        let total = stages.count * frames.count
        var outcomes: [RerenderOutcome] = []
        for round in await rounds(stages) {
            let byFrame = await frames.mapConcurrently(width: job.limits.width) { frame in
                await self.outcomes(of: round, on: frame, existing) { report($0, total) }
            }
            for index in round.indices { outcomes += byFrame.map { $0[index] } }
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
        of stages: [StageAddress],
        on frame: FrameList.Entry,
        _ existing: [ObjectKey: Int?],
        _ report: (RerenderOutcome) -> Void
    ) async -> [RerenderOutcome] {
        var outcomes: [RerenderOutcome] = []
        for stage in stages {
            let request = OverlayRequest(stage: stage, frame: frame.number, style: options.style)
            outcomes.append(await outcome(of: request, existing))
            report(outcomes[outcomes.count - 1])
        }
        if case .success(let frame) = frame.frame { await job.frames.drop(frame) }
        return outcomes
    }

    private func outcome(of request: OverlayRequest, _ existing: [ObjectKey: Int?]) async -> RerenderOutcome {
        do {
            let plan = try await job.plan(request, for: party)
            if !options.isForced, let byteCount = try await byteCount(of: plan.named.key, in: existing) {
                return .present(try await job.answer(plan.named, StoredPicture(byteCount: byteCount, way: nil)))
            }
            if options.isDryRun { return .missing(request) }
            let mode = options.isForced ? PutMode.overwrite : .createUnseen
            return .rendered(try await job.render(plan, mode: mode, for: party))
        } catch {
            return .failed(request, Failure(reporting: error), cause: String(reflecting: error))
        }
    }

    private func stages() async throws -> [StageAddress] {
        try await StageSelection(timeline: options.timeline, job: options.job, stage: options.stage)
            .addresses(in: job.stages)
    }

    private func frames() async throws -> [FrameList.Entry] {
        let frames = try await job.catalog.existingFrames(of: options.timeline)
        return frames.filter { options.frames?.contains($0.number) ?? true }
    }

    /// `nil` where the overlay is not there.
    private func byteCount(of key: ObjectKey, in existing: [ObjectKey: Int?]) async throws -> Int? {
        guard let listed = existing[key] else { return nil }
        if let listed { return listed }
        return try await job.objects.head(key)?.size
    }

    /// The overlays that are in the store already, and the bytes of each.
    private func existing(_ stages: [StageAddress]) async throws -> [ObjectKey: Int?] {
        var existing: [ObjectKey: Int?] = [:]
        for stage in stages {
            let prefix = OverlayKey.prefix(of: stage, under: job.settings.overlayKeyPrefix)
            for entry in try await job.objects.allObjects(prefix: prefix) {
                existing.updateValue(entry.size, forKey: entry.key)
            }
        }
        return existing
    }
}

/// What looks wrong in a stage as a whole.
package struct StageReport: Sendable {
    package let stage: StageAddress
    package let warnings: [Warning]
    /// Whether its overlays are probably on other frames than are meant, until somebody declares which.
    package let needsDeclaration: Bool
}

/// What became of one overlay of a batch run.
package enum RerenderOutcome: Sendable {
    case rendered(Overlay)
    /// It was in the store before.
    case present(Overlay)
    /// It is missing, in a dry run.
    case missing(OverlayRequest)
    /// `cause` is for the log.
    case failed(OverlayRequest, Failure, cause: String)

    package var request: OverlayRequest {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.request
        case .missing(let request), .failed(let request, _, _): request
        }
    }

    /// How much could not be drawn of it.
    package var skippedCount: Int {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.report.skippedCount
        case .missing, .failed: 0
        }
    }

    /// Why a JPEG was made of pixels, where it was made now.
    package var reason: PixelsReason? {
        if case .rendered(let overlay) = self { overlay.stored.reason } else { nil }
    }

    /// What looks wrong in it.
    package var warnings: [Warning] {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.report.warnings
        case .missing, .failed: []
        }
    }

    /// The word that stands for it in progress and manifest.
    package var status: String {
        switch self {
        case .rendered: "rendered"
        case .present: "present"
        case .missing: "missing"
        case .failed: "failed"
        }
    }
}
