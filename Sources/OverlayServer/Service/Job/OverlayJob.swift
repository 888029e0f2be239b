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
    let objects: any ObjectStore
    package let painter: Painter
    package let limits: WorkLimits
    let settings: OverlaySettings
    private let renders = SharedWork<ObjectKey, StoredPicture>()
    private let pictures = SharedWork<ObjectKey, Picture>()
    let splits = SharedWork<ObjectKey, [OverlayLayer]>()
    /// What was named last, so that it is not planned again only to be found.
    private let names = RecentlyUsed<OverlayInputs.Key, NamedOverlay>(byteLimit: 32 << 20)
    /// Of the stages that were drawn last, as each was written.
    private let colors = RecentlyUsed<[StageOutputRow.Identity], OutputColors>(byteLimit: 32 << 20)
    private let surroundings = FrameSurroundings()
    private let masks: MaskPictures
    private let colorings = SharedWork<[StageOutputRow.Identity], OutputColors>()
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
        self.masks = masks
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
                    let inputs = try await inputs(of: request)
                    if var named = names[inputs.key], isKnown(named) {
                        named.timings = inputs.timings
                        return (await whole(named), nil)
                    }
                    let plan = try await plan(inputs, for: party)
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
        let stage = try await aligned.stage(request.stage)
        let frame = try await catalog.frame(request.frame, of: request.stage.timeline)
        let identity = try await frames.identity(of: frame)
        guard let measured = frames.known(frame, identity) else { return nil }
        let notes = try await notes(on: measured, of: request.stage.timeline)
        let key = OverlayInputs.Key(request, stage, try await reference(of: request), measured, notes)
        guard var named = names[key], let byteCount = known[named.key] else { return nil }
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
        let inputs = try await inputs(of: request)
        let remembered = names[inputs.key]
        ServiceMetrics.looked(in: "plans", isHit: remembered != nil)
        if var named = remembered, let byteCount = known[named.key] {
            named.timings = inputs.timings
            return try await answer(named, StoredPicture(byteCount: byteCount, way: nil))
        }
        var plan = try await plan(inputs, for: party)
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

    private func inputs(of request: OverlayRequest) async throws -> OverlayInputs {
        var timings = Timings()
        let stage = try await aligned.stage(request.stage)
        timings.mark(.plan)
        let reference = try await reference(of: request)
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

    private func reference(of request: OverlayRequest) async throws -> MergedStageOutput? {
        try await reference(of: request.stage, request.style)
    }

    /// What findings of `stage` are to be held against; `nil` where they are shown for themselves.
    package func reference(of stage: StageAddress, _ style: Style) async throws -> MergedStageOutput? {
        guard let address = style.reference(of: stage) else { return nil }
        return try await aligned.reference(address)
    }

    /// What there is to say of a frame beside what is on it.
    private func notes(on frame: MeasuredFrame, of timeline: TimelineID) async throws -> [Warning] {
        FrameNotes.warnings(on: frame, beside: frames.known(try await catalog.list(of: timeline).first))
    }

    /// Everything up to the overlay's name: what would be drawn, and where it would lie. For a caller who does not ask again, so that it is not kept.
    func plan(_ request: OverlayRequest, for party: Party) async throws -> PlannedOverlay {
        try await plan(try await inputs(of: request), isKept: false, for: party)
    }

    private func plan(_ inputs: OverlayInputs, isKept: Bool = true, for party: Party) async throws -> PlannedOverlay {
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
            fonts: scene.scene.texts.isEmpty ? [] : painter.text.fontIdentities(of: scene.scene.texts),
            under: settings.overlayKeyPrefix
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
