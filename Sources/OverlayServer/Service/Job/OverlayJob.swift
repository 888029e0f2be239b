import Detections
import Foundation
import Logging
import Render
package import Store

/// Makes overlays; each step takes a value and returns the next.
package struct OverlayJob: Sendable {
    package let stages: StageReader
    package let catalog: FrameCatalog
    /// What `stages` reads, held against what `catalog` knows.
    package let aligned: AlignedStages
    package let frames: FrameSource
    /// What stages found, without drawing it.
    package let findings: StageFindings
    /// Where on frames that is.
    package let hits: StageHits
    /// The same in counts.
    package let digests: StageDigests
    /// The same held against other stages and jobs.
    package let comparisons: Comparisons
    /// What overlays show and what they are called.
    let planner: OverlayPlanner
    let objects: any ObjectStore
    package let painter: Painter
    package let limits: WorkLimits
    let settings: OverlaySettings
    private let renders = SharedWork<ObjectKey, StoredPicture>()
    private let pictures = SharedWork<ObjectKey, Picture>()
    let splits = SharedWork<ObjectKey, [OverlayLayer]>()
    /// Overlays that are in the store, and the bytes of each.
    private let known: Remembered<ObjectKey, Int>
    /// Overlays of which the store has been told not long ago that they are used.
    private let touched = Remembered<ObjectKey, Bool>(lifetime: Pruning.touchInterval, capacity: 200_000)
    private let logger = Logger(label: "overlay-job")

    package init(
        stages: StageReader,
        catalog: FrameCatalog,
        frames: FrameSource,
        objects: any ObjectStore,
        masks: MaskPictures,
        painter: Painter,
        limits: WorkLimits,
        settings: OverlaySettings
    ) {
        self.stages = stages
        self.catalog = catalog
        aligned = AlignedStages(stages, on: catalog)
        self.frames = frames
        comparisons = Comparisons(limits: limits)
        findings = StageFindings(catalog: catalog, frames: frames, limits: limits)
        hits = StageHits(findings: findings, masks: masks, limits: limits)
        digests = StageDigests(limits: limits)
        self.objects = objects
        self.painter = painter
        self.limits = limits
        self.settings = settings
        planner = OverlayPlanner(
            aligned: aligned,
            catalog: catalog,
            frames: frames,
            comparisons: comparisons,
            masks: masks,
            text: painter.text,
            limits: limits,
            keyPrefix: settings.overlayKeyPrefix
        )
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

    /// The picture of the overlay for `request`, drawn now and not stored; none where `isKnown` says that the caller has it. As
    /// in time as `runInTime`.
    package func pictureInTime(
        of request: OverlayRequest,
        unless isKnown: @escaping @Sendable (NamedOverlay) -> Bool
    ) async throws -> (overlay: NamedOverlay, picture: Picture?) {
        let (seconds, party) = (settings.deadlineSeconds, Party())
        return try await withDeadline(.seconds(seconds), error: RequestError.late(seconds: seconds)) {
            try await limits.admission.run(for: party) {
                try await retryingWhereChanged(request) {
                    let inputs = try await planner.inputs(of: request)
                    if var named = planner.named(inputs), isKnown(named) {
                        named.timings = inputs.timings
                        return (await whole(named), nil)
                    }
                    let plan = try await planner.plan(inputs, for: party)
                    if isKnown(plan.named) { return (await whole(plan.named), nil) }
                    let start = Timings()
                    let picture = try await pictures.run(plan.named.key) {
                        try await limits.memory.run(cost: plan.memoryByteCount, for: party) {
                            try await draw(plan, since: start, for: party)
                        }
                    }
                    var named = plan.named
                    named.timings.add(picture.timings)
                    ServiceMetrics.answered(picture.way, named.report, named.timings)
                    return (await whole(named), picture)
                }
            }
        }
    }

    /// The overlay for `request`, which is in the store when this returns; drawn only where it was not there yet. One that is
    /// known to be there needs no turn.
    package func run(_ request: OverlayRequest, for party: Party) async throws -> Overlay {
        do {
            return try await limits.admission.run(for: party) {
                try await retryingWhereChanged(request) {
                    let overlay = try await find(request, for: party)
                    return request.style.split == nil ? overlay : try await split(overlay, for: party)
                }
            }
        } catch let overload as Overload where request.style.split == nil {
            guard let known = try await remembered(request) else { throw overload }
            return known
        }
    }

    private func split(_ overlay: Overlay, for party: Party) async throws -> Overlay {
        var overlay = overlay
        overlay.layers = []
        for layer in try await layers(of: overlay.key, overlay.request, mode: .createUnseen, for: party) {
            let (key, seconds) = (try ObjectKey(layer.key), settings.urlExpirySeconds)
            let url = try await objects.presignedURL(for: key, expiresIn: seconds, at: Date())
            overlay.layers?.append((layer, url))
        }
        return overlay
    }

    /// The overlay, where all that decides it is as it was when it was named last, and it is believed to be in the store.
    private func remembered(_ request: OverlayRequest) async throws -> Overlay? {
        guard var named = try await planner.named(request), let byteCount = known[named.key] else { return nil }
        named.timings = Timings()
        return try await answer(named, StoredPicture(byteCount: byteCount, way: nil))
    }

    /// What `body` gives; once more where the list of frames, which may be of some seconds ago, was wrong.
    func retryingWhereChanged<Value>(
        _ request: OverlayRequest,
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch FrameError.changed {
            await catalog.forget(request.stage.timeline)
            return try await body()
        } catch {
            ServiceMetrics.failed(error)
            throw error
        }
    }

    private func find(_ request: OverlayRequest, for party: Party) async throws -> Overlay {
        let inputs = try await planner.inputs(of: request)
        let remembered = planner.named(inputs)
        ServiceMetrics.looked(in: "plans", isHit: remembered != nil)
        if var named = remembered, let byteCount = known[named.key] {
            named.timings = inputs.timings
            return try await answer(named, StoredPicture(byteCount: byteCount, way: nil))
        }
        var plan = try await planner.plan(inputs, for: party)
        let byteCount = try await storedByteCount(of: plan.named.key)
        plan.named.timings.mark(.store)
        if let byteCount { return try await answer(plan.named, StoredPicture(byteCount: byteCount, way: nil)) }
        return try await render(plan, mode: .createUnseen, for: party)
    }

    /// `nil` where it is not in the store. One that was there is believed to be there for a while.
    private func storedByteCount(of key: ObjectKey) async throws -> Int? {
        let byteCount = known[key]
        ServiceMetrics.looked(in: "known_overlays", isHit: byteCount != nil)
        if let byteCount { return byteCount }
        do throws(ObjectStoreError) {
            guard let stored = try await objects.head(key) else { return nil }
            known.insert(stored.size, for: key)
            return stored.size
        } catch {
            // Where listing is not permitted, this is also the answer for an object that is not there: the put decides.
            guard error.isAccessDenial else { throw error }
            return nil
        }
    }

    /// Draws what `plan` says and stores it. Tasks that draw the same overlay at the same time share the work, which ends
    /// when the last of them is cancelled.
    func render(_ plan: PlannedOverlay, mode: PutMode, for party: Party) async throws -> Overlay {
        let start = Timings()
        let stored = try await renders.run(plan.named.key) { () async throws -> StoredPicture in
            try await limits.memory.run(cost: plan.memoryByteCount, for: party) {
                try await store(try await draw(plan, since: start, for: party), as: plan, mode: mode)
            }
        }
        var named = plan.named
        named.timings.add(stored.timings)
        return try await answer(named, stored)
    }

    /// `start`: from when on the work waits for its turn.
    private func draw(_ plan: PlannedOverlay, since start: Timings, for party: Party) async throws -> Picture {
        var timings = start
        timings.mark(.wait)
        let frame = try await frameContent(for: plan)
        timings.mark(.fetch)
        return try await limits.drawing.run(for: party) { [timings] in
            try await limits.processors.run {
                var timings = timings
                timings.mark(.wait)
                return try await paint(plan, on: frame, timings)
            }
        }
    }

    func frameContent(for plan: PlannedOverlay) async throws -> FrameContent {
        guard plan.named.format != .transparent else { return FrameContent([]) }
        return try await frames.content(of: plan.named.frame.identity, frame: plan.named.frame.frame)
    }

    @concurrent
    private func paint(_ plan: PlannedOverlay, on frame: FrameContent, _ timings: Timings) async throws -> Picture {
        do {
            let picture = try painter.paint(
                plan.scene.scene,
                on: frame,
                header: plan.named.frame.header,
                style: plan.named.request.style,
                comment: plan.named.provenance,
                timings: timings
            )
            log(picture.obstacle, plan)
            if picture.way != .transparent { frames.note(frame.oddities, of: plan.named.frame.identity) }
            return picture
        } catch let error as ImageError {
            throw FrameError.unreadable(plan.named.frame.frame, error)
        }
    }

    /// Says why a JPEG was decoded and coded anew: kinds that are so by design to whoever looks closely, damage to everybody.
    private func log(_ obstacle: JPEGStreamError?, _ plan: PlannedOverlay) {
        guard let obstacle else { return }
        var level = Logger.Level.warning
        if case .unsupported = obstacle { level = .debug }
        let metadata: Logger.Metadata = ["frame": "\(plan.named.frame.frame.key)", "error": "\(obstacle)"]
        logger.log(level: level, "not made of the frame's blocks", metadata: metadata)
    }

    private func store(_ picture: Picture, as plan: PlannedOverlay, mode: PutMode) async throws -> StoredPicture {
        _ = try await objects.put(
            plan.named.key,
            picture.bytes,
            contentType: picture.format.file.contentType,
            metadata: plan.named.metadata,
            mode: mode
        )
        known.insert(picture.bytes.count, for: plan.named.key)
        var timings = picture.timings
        timings.mark(.store)
        return StoredPicture(
            byteCount: picture.bytes.count,
            way: picture.way,
            reason: picture.reason,
            timings: timings
        )
    }

    /// Has the store note that the overlay is handed out, now and then; it is good where that fails.
    private func touch(_ key: ObjectKey) async {
        guard touched[key] == nil else { return }
        touched.insert(true, for: key)
        try? await objects.touch(key)
    }

    func answer(_ named: NamedOverlay, _ stored: StoredPicture) async throws -> Overlay {
        let url = try await objects.presignedURL(for: named.key, expiresIn: settings.urlExpirySeconds, at: Date())
        if stored.isCached { await touch(named.key) }
        ServiceMetrics.answered(stored.way, named.report, named.timings)
        let named = await whole(named)
        return Overlay(
            request: named.request,
            key: named.key,
            url: url,
            contentType: named.format.file.contentType,
            timestamp: named.timestamp,
            source: named.source,
            size: named.frame.header.size,
            stored: stored,
            report: named.report,
            timings: named.timings
        )
    }

    /// With what is odd about the file that was drawn on, which drawing finds out.
    private func whole(_ named: NamedOverlay) async -> NamedOverlay {
        guard named.format != .transparent else { return named }
        var named = named
        let oddities = await frames.oddities(of: named.frame)
        named.report.warnings += FrameNotes.warnings(on: oddities, ofFrame: named.request.frame)
        return named
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
    /// Stands for what of the configuration and the machine decides what is drawn.
    let drawingStamp: String

    package init(
        overlayKeyPrefix: String,
        urlExpirySeconds: Int,
        deadlineSeconds: Int,
        knownSeconds: Int,
        drawingStamp: String
    ) {
        self.overlayKeyPrefix = overlayKeyPrefix
        self.urlExpirySeconds = urlExpirySeconds
        self.deadlineSeconds = deadlineSeconds
        self.knownSeconds = knownSeconds
        self.drawingStamp = drawingStamp
    }
}
