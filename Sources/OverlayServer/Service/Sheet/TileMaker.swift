import Detections
import Render
import Store

/// Makes the tiles of one sheet. A frame that is not there or is damaged gives a tile that says so.
struct TileMaker: Sendable {
    let job: OverlayJob
    let plan: SheetPlan
    let party: Party

    /// Of labels, in ems of captions.
    private static let labelShare = 0.65

    func tile(_ place: SheetPlan.Place) async throws -> SheetTile {
        do {
            return try await drawn(place)
        } catch FrameError.changed {
            await job.catalog.forget(plan.request.stage.timeline)
        } catch {
            return try replacement(of: place, for: error)
        }
        do {
            return try await drawn(place)
        } catch {
            return try replacement(of: place, for: error)
        }
    }

    private func drawn(_ place: SheetPlan.Place) async throws -> SheetTile {
        let (address, layout) = (plan.request.stage, plan.layout)
        let frame = try await job.catalog.frame(place.number, of: address.timeline)
        let header = try await job.frames.measured(frame).header
        // As the frame is stored: what is drawn on it is turned with it.
        let (size, room) = (header.size, header.turned(layout.tile))
        let (view, detection) = try await view(of: place, on: size, shape: Double(room.width) / Double(room.height))
        let style = plan.request.style.forTile(
            size,
            scale: max(Double(view.width) / Double(room.width), Double(view.height) / Double(room.height)),
            width: layout.tile.width,
            fontSize: layout.captionSize * Self.labelShare
        )
        let overlay = try await job.planner.plan(
            OverlayRequest(stage: address, frame: place.number, style: style),
            for: party
        )
        var tile = SheetTile(caption: "\(place.number)", gap: place.gap)
        tile.picture = try await picture(of: overlay, view)
        if overlay.named.source == nil { tile.message = "not reported" }
        switch plan.request.content {
        case .frames: tile.detail = overlay.named.timestamp.map(Self.time)
        case .track: tile.detail = detection?.confidence.map { LabelTemplate.Format.fixed($0, decimals: 2) }
        }
        return tile
    }

    /// What of the frame the tile shows, and of a track what was found there.
    private func view(
        of place: SheetPlan.Place,
        on size: PixelSize,
        shape: Double
    ) async throws -> (PixelBlock, Detection?) {
        let whole = PixelBlock(x: 0, y: 0, width: size.width, height: size.height)
        guard case .track(let id, _) = plan.request.content else { return (whole, nil) }
        let detection = try await job.limits.planning.run(for: party) {
            try await job.limits.processors.run {
                plan.stage.found(on: place.number, in: FrameSize(size)).detections.detections
                    .first { $0.trackID?.description == id && $0.status == .kept }
            }
        }
        let crop = detection.flatMap { TrackCrop($0, on: size) }?.place(on: size, shape: shape)
        return (crop ?? whole, detection)
    }

    private func picture(of overlay: PlannedOverlay, _ view: PixelBlock) async throws -> Bitmap {
        let (frame, scene) = (overlay.named.frame, overlay.scene.scene)
        // A sheet of them shall not drive out the frames that are being looked at.
        let content = try await job.frames.content(of: frame.identity, frame: frame.frame, isKept: false)
        return try await job.limits.drawing.run(for: party) {
            try await job.limits.processors.run {
                do {
                    let picture = try job.painter.bitmap(of: scene, on: content)
                    let isWhole = view.width == picture.size.width && view.height == picture.size.height
                    return (isWhole ? picture : picture.part(view)).oriented(frame.header.orientation)
                        .fitted(into: plan.layout.tile)
                } catch let error as ImageError {
                    throw FrameError.unreadable(frame.frame, error)
                }
            }
        }
    }

    /// Throws what is no fault of the frame.
    private func replacement(of place: SheetPlan.Place, for error: any Error) throws -> SheetTile {
        guard let message = Self.message(for: error) else { throw error }
        var tile = SheetTile(message: message, caption: "\(place.number)", gap: place.gap)
        if case .frames = plan.request.content { tile.detail = plan.list[place.number]?.timestamp.map(Self.time) }
        return tile
    }

    private static func message(for error: any Error) -> String? {
        switch error {
        case RequestError.unknownFrame, FrameError.missing, FrameError.badKey: "missing"
        case FrameError.changed: "being replaced"
        case FrameError.unreadable(_, .tooLarge): "too large"
        case FrameError.unreadable(_, .unsupported): "unsupported"
        case is FrameError: "damaged"
        default: nil
        }
    }

    private static func time(_ seconds: Double) -> String {
        "\(LabelTemplate.Format.fixed(seconds, decimals: 2)) s"
    }
}
