import Store

/// The overlays of one batch run, and which overlays are in the store already.
struct RerenderPlan: Sendable {
    let requests: [OverlayRequest]
    let existing: [ObjectKey: Int]

    init(_ options: RerenderOptions, services: Services) async throws {
        let stages = try await Self.stages(options, services: services)
        let frames = try await services.job.catalog.existingFrames(of: options.timeline)
        let wanted = frames.filter { options.frames?.contains($0.number) ?? true }
        let all = stages.flatMap { stage in
            wanted.map { OverlayRequest(stage: stage, frame: $0.number, style: options.style) }
        }
        requests = options.shard.select(from: all)
        existing = try await Self.existing(stages, services: services)
    }

    private static func stages(_ options: RerenderOptions, services: Services) async throws -> [StageAddress] {
        if let job = options.job, let stage = options.stage {
            let address = StageAddress(timeline: options.timeline, job: job, stage: stage)
            _ = try await services.job.stages.stage(address)
            return [address]
        }
        let summaries = try await services.job.stages.summaries(of: options.timeline)
        guard !summaries.isEmpty else { throw RequestError.unknownTimeline(options.timeline) }
        if let job = options.job, !summaries.contains(where: { $0.jobID == job }) {
            throw RequestError.unknownJob(job, timeline: options.timeline)
        }
        return summaries.filter { options.job == nil || $0.jobID == options.job }
            .filter {
                options.stage.map { [$0] }?.contains($0.stage) ?? ($0.stage.description != FrameCatalog.listStage)
            }
            .map { StageAddress(timeline: options.timeline, job: $0.jobID, stage: $0.stage) }
    }

    private static func existing(_ stages: [StageAddress], services: Services) async throws -> [ObjectKey: Int] {
        var existing: [ObjectKey: Int] = [:]
        for stage in stages {
            let prefix = OverlayKey.prefix(of: stage, under: services.configuration.overlayKeyPrefix)
            for entry in try await services.objects.allObjects(prefix: prefix) { existing[entry.key] = entry.size }
        }
        return existing
    }
}

/// What a batch run is to render.
struct RerenderOptions: Sendable {
    let timeline: TimelineID
    /// `nil`: every job of the timeline.
    let job: JobID?
    /// `nil`: every stage that reports detections.
    let stage: StageName?
    /// `nil`: every frame.
    let frames: FrameSelection?
    let shard: Shard
    /// Renders what is there already, too.
    let isForced: Bool
    /// Says what would be rendered, and renders nothing.
    let isDryRun: Bool
    let style: Style
}

/// One of several equal parts of a batch, as `2/8`: every eighth overlay, beginning with the second.
struct Shard: Hashable, Sendable {
    /// 1…count.
    let index: Int
    let count: Int

    static let whole = Shard(index: 1, count: 1)

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        guard 1...10_000 ~= count, 1...count ~= index else { return nil }
        self.init(index: index, count: count)
    }

    /// The part's elements, which are the same whenever `all` is.
    func select<Element>(from all: [Element]) -> [Element] {
        stride(from: index - 1, to: all.count, by: count).map { all[$0] }
    }
}
