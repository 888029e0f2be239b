import Foundation
import Render
import Store

/// Makes overlays; each step takes a value and returns the next.
struct OverlayJob: Sendable {
    let stages: StageReader
    let catalog: FrameCatalog
    let frames: FrameSource
    let objects: any ObjectStore
    let painter: Painter
    let admission: AdmissionLimit
    let settings: OverlaySettings
    private let renders = SharedWork<ObjectKey, StoredPicture>()

    init(
        stages: StageReader,
        catalog: FrameCatalog,
        frames: FrameSource,
        objects: any ObjectStore,
        painter: Painter,
        admission: AdmissionLimit,
        settings: OverlaySettings
    ) {
        self.stages = stages
        self.catalog = catalog
        self.frames = frames
        self.objects = objects
        self.painter = painter
        self.admission = admission
        self.settings = settings
    }

    /// The overlay for `request`, which is in the store when this returns; drawn only where it was not there yet.
    func run(_ request: OverlayRequest) async throws -> Overlay {
        var plan = try await plan(request)
        let stored = try await objects.head(plan.key)
        plan.timings.mark("lookup")
        if let stored { return try await answer(plan, StoredPicture(byteCount: stored.size, way: nil)) }
        return try await render(plan, mode: .createOnly)
    }

    /// Everything up to the overlay's name: what would be drawn, and where it would lie.
    func plan(_ request: OverlayRequest) async throws -> OverlayPlan {
        var timings = Timings()
        let stage = try await stages.stage(request.stage)
        timings.mark("read")
        let frame = try await catalog.frame(request.frame, of: request.stage.timeline)
        let identity = try await frames.identity(of: frame)
        let header = try await frames.header(of: identity, frame: frame)
        timings.mark("measure")
        let found = stage.found(on: request.frame, in: FrameSize(header.size))
        let scene = ScenePlan(found, style: request.style, size: header.size)
        timings.mark("plan")
        let key = try OverlayKey.key(
            of: request,
            scene: scene.scene,
            identity: identity,
            format: request.style.format(for: header),
            fonts: settings.fontIdentity,
            under: settings.overlayKeyPrefix
        )
        timings.mark("name")
        return OverlayPlan(
            request: request,
            frame: frame,
            timestamp: frame.timestamp ?? found.timestamp,
            identity: identity,
            header: header,
            scene: scene,
            key: key,
            timings: timings
        )
    }

    /// Draws what `plan` says and stores it. Tasks that draw the same overlay at the same time share the work.
    func render(_ plan: OverlayPlan, mode: PutMode) async throws -> Overlay {
        var plan = plan
        let request = plan
        let stored = try await renders.run(plan.key) {
            let frame = try await self.frameContent(for: request)
            let picture = try await admission.run { try await self.paint(request, on: frame) }
            return try await self.store(picture, as: request, mode: mode)
        }
        plan.timings.mark("render")
        return try await answer(plan, stored)
    }

    private func frameContent(for plan: OverlayPlan) async throws -> FrameContent {
        guard plan.format != .transparent else { return FrameContent([]) }
        return try await frames.content(of: plan.identity, frame: plan.frame)
    }

    @concurrent
    private func paint(_ plan: OverlayPlan, on frame: FrameContent) async throws -> Picture {
        do {
            return try painter.paint(
                plan.scene.scene,
                on: frame,
                header: plan.header,
                style: plan.request.style,
                comment: plan.provenance
            )
        } catch {
            throw FrameError.unreadable(plan.frame, error)
        }
    }

    private func store(_ picture: Picture, as plan: OverlayPlan, mode: PutMode) async throws -> StoredPicture {
        _ = try await objects.put(plan.key, picture.bytes, contentType: picture.format.contentType, mode: mode)
        return StoredPicture(byteCount: picture.bytes.count, way: picture.way)
    }

    func answer(_ plan: OverlayPlan, _ stored: StoredPicture) async throws -> Overlay {
        let url = try await objects.presignedURL(for: plan.key, expiresIn: settings.urlExpirySeconds, at: Date())
        return Overlay(
            request: plan.request,
            key: plan.key,
            url: url,
            contentType: plan.format.contentType,
            timestamp: plan.timestamp,
            size: plan.header.size,
            stored: stored,
            plan: plan.scene,
            timings: plan.timings
        )
    }
}
