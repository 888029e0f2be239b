import Detections
import Foundation
import Logging
import Render
package import Store

/// Makes overlays; each step takes a value and returns the next.
package struct OverlayJob: Sendable {
    package let stages: StageReader
    package let catalog: FrameCatalog
    package let frames: FrameSource
    let objects: any ObjectStore
    package let painter: Painter
    package let limits: WorkLimits
    let settings: OverlaySettings
    private let renders = SharedWork<ObjectKey, StoredPicture>()
    private let pictures = SharedWork<ObjectKey, Picture>()
    /// Overlays that are in the store, and the bytes of each.
    private let known: Remembered<ObjectKey, Int>
    private let logger = Logger(label: "overlay-job")

    package init(
        stages: StageReader,
        catalog: FrameCatalog,
        frames: FrameSource,
        objects: any ObjectStore,
        painter: Painter,
        limits: WorkLimits,
        settings: OverlaySettings
    ) {
        self.stages = stages
        self.catalog = catalog
        self.frames = frames
        self.objects = objects
        self.painter = painter
        self.limits = limits
        self.settings = settings
        known = Remembered(lifetime: .seconds(settings.knownSeconds), capacity: 100_000)
    }

    /// The overlay for `request`, for a caller who waits for this one only: it is there within the settings' deadline, or
    /// this throws `RequestError.late`.
    package func runInTime(_ request: OverlayRequest) async throws -> Overlay {
        let seconds = settings.deadlineSeconds
        return try await withDeadline(.seconds(seconds), error: RequestError.late(seconds: seconds)) {
            try await run(request, for: Party())
        }
    }

    /// The picture of the overlay for `request`, drawn now and not stored; none where `isKnown` says of the plan that the caller
    /// has it. As in time as `runInTime`.
    package func pictureInTime(
        of request: OverlayRequest,
        unless isKnown: @escaping @Sendable (PlannedOverlay) -> Bool
    ) async throws -> (plan: PlannedOverlay, picture: Picture?) {
        let (seconds, party) = (settings.deadlineSeconds, Party())
        return try await withDeadline(.seconds(seconds), error: RequestError.late(seconds: seconds)) {
            try await limits.admission.run(for: party) {
                try await retryingWhereChanged(request) {
                    var plan = try await plan(request, for: party)
                    if isKnown(plan) { return (plan, nil) }
                    let picture = try await pictures.run(plan.key) { [plan] in
                        try await limits.memory.run(cost: plan.memoryByteCount, for: party) {
                            try await draw(plan, for: party)
                        }
                    }
                    plan.timings.mark("draw")
                    return (plan, picture)
                }
            }
        }
    }

    /// The overlay for `request`, which is in the store when this returns; drawn only where it was not there yet.
    package func run(_ request: OverlayRequest, for party: Party) async throws -> Overlay {
        try await limits.admission.run(for: party) {
            try await retryingWhereChanged(request) { try await find(request, for: party) }
        }
    }

    /// What `body` gives; once more where the list of frames, which may be of some seconds ago, was wrong.
    private func retryingWhereChanged<Value>(
        _ request: OverlayRequest,
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch FrameError.changed {
            await catalog.forget(request.stage.timeline)
            return try await body()
        }
    }

    private func find(_ request: OverlayRequest, for party: Party) async throws -> Overlay {
        var plan = try await plan(request, for: party)
        let byteCount = try await storedByteCount(of: plan.key)
        plan.timings.mark("lookup")
        if let byteCount { return try await answer(plan, StoredPicture(byteCount: byteCount, way: nil)) }
        return try await render(plan, mode: .createUnseen, for: party)
    }

    /// `nil` where it is not in the store. One that was there is believed to be there for a while.
    private func storedByteCount(of key: ObjectKey) async throws -> Int? {
        if let byteCount = known[key] { return byteCount }
        guard let stored = try await objects.head(key) else { return nil }
        known.insert(stored.size, for: key)
        return stored.size
    }

    /// Everything up to the overlay's name: what would be drawn, and where it would lie.
    func plan(_ request: OverlayRequest, for party: Party) async throws -> PlannedOverlay {
        var timings = Timings()
        let stage = try await stages.stage(request.stage)
        timings.mark("read")
        let frame = try await catalog.frame(request.frame, of: request.stage.timeline)
        let measured = try await frames.measured(frame)
        timings.mark("measure")
        return try await limits.planning.run(for: party) { [timings] in
            try await limits.processors.run { try await plan(request, stage, measured, timings) }
        }
    }

    @concurrent
    private func plan(
        _ request: OverlayRequest,
        _ stage: MergedStageOutput,
        _ frame: MeasuredFrame,
        _ timings: Timings
    ) async throws -> PlannedOverlay {
        var timings = timings
        let found = stage.found(on: request.frame, in: FrameSize(frame.header.size))
        let scene = ScenePlan(found, style: request.style, size: frame.header.size)
        timings.mark("plan")
        let key = try OverlayKey.of(
            request,
            scene: scene.scene,
            identity: frame.identity,
            format: request.style.format(for: frame.header),
            fonts: scene.scene.texts.isEmpty ? [] : painter.text.fontIdentities(of: scene.scene.texts),
            under: settings.overlayKeyPrefix
        )
        timings.mark("name")
        return PlannedOverlay(
            request: request,
            frame: frame,
            timestamp: frame.frame.timestamp ?? found.timestamp,
            scene: scene,
            key: key,
            timings: timings
        )
    }

    /// Draws what `plan` says and stores it. Tasks that draw the same overlay at the same time share the work, which ends
    /// when the last of them is cancelled.
    func render(_ plan: PlannedOverlay, mode: PutMode, for party: Party) async throws -> Overlay {
        let stored = try await renders.run(plan.key) { () async throws -> StoredPicture in
            try await limits.memory.run(cost: plan.memoryByteCount, for: party) {
                try await store(try await draw(plan, for: party), as: plan, mode: mode)
            }
        }
        var plan = plan
        plan.timings.mark("render")
        return try await answer(plan, stored)
    }

    private func draw(_ plan: PlannedOverlay, for party: Party) async throws -> Picture {
        let frame = try await frameContent(for: plan)
        return try await limits.drawing.run(for: party) {
            try await limits.processors.run { try await paint(plan, on: frame) }
        }
    }

    private func frameContent(for plan: PlannedOverlay) async throws -> FrameContent {
        guard plan.format != .transparent else { return FrameContent([]) }
        return try await frames.content(of: plan.frame.identity, frame: plan.frame.frame)
    }

    @concurrent
    private func paint(_ plan: PlannedOverlay, on frame: FrameContent) async throws -> Picture {
        do {
            let picture = try painter.paint(
                plan.scene.scene,
                on: frame,
                header: plan.frame.header,
                style: plan.request.style,
                comment: plan.provenance
            )
            log(picture.obstacle, plan)
            return picture
        } catch let error as ImageError {
            throw FrameError.unreadable(plan.frame.frame, error)
        }
    }

    /// Says why a JPEG was decoded and coded anew: kinds that are so by design to whoever looks closely, damage to everybody.
    private func log(_ obstacle: JPEGStreamError?, _ plan: PlannedOverlay) {
        guard let obstacle else { return }
        var level = Logger.Level.warning
        if case .unsupported = obstacle { level = .debug }
        let metadata: Logger.Metadata = ["frame": "\(plan.frame.frame.key)", "error": "\(obstacle)"]
        logger.log(level: level, "not made of the frame's blocks", metadata: metadata)
    }

    private func store(_ picture: Picture, as plan: PlannedOverlay, mode: PutMode) async throws -> StoredPicture {
        _ = try await objects.put(plan.key, picture.bytes, contentType: picture.format.file.contentType, mode: mode)
        known.insert(picture.bytes.count, for: plan.key)
        return StoredPicture(byteCount: picture.bytes.count, way: picture.way)
    }

    func answer(_ plan: PlannedOverlay, _ stored: StoredPicture) async throws -> Overlay {
        let url = try await objects.presignedURL(for: plan.key, expiresIn: settings.urlExpirySeconds, at: Date())
        return Overlay(
            request: plan.request,
            key: plan.key,
            url: url,
            contentType: plan.format.file.contentType,
            timestamp: plan.timestamp,
            size: plan.frame.header.size,
            stored: stored,
            report: SceneReport(plan.scene),
            timings: plan.timings
        )
    }
}

/// What of the configuration decides where overlays lie and for how long their URLs are good.
package struct OverlaySettings: Sendable {
    let overlayKeyPrefix: String
    let urlExpirySeconds: Int
    /// How long a caller waits for one overlay.
    let deadlineSeconds: Int
    /// How long an overlay that was in the store is believed to be there.
    let knownSeconds: Int

    package init(overlayKeyPrefix: String, urlExpirySeconds: Int, deadlineSeconds: Int, knownSeconds: Int) {
        self.overlayKeyPrefix = overlayKeyPrefix
        self.urlExpirySeconds = urlExpirySeconds
        self.deadlineSeconds = deadlineSeconds
        self.knownSeconds = knownSeconds
    }
}
