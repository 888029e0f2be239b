import Detections
import Render
import Store

/// Makes contact sheets: many frames with their overlays, or one track through time.
package struct ContactSheets: Sendable {
    private let job: OverlayJob

    /// So many tiles are worked on at once: each has a whole frame in memory.
    private static let tilesAtOnce = 4
    package init(_ job: OverlayJob) { self.job = job }

    /// The sheet as a file, and a name that stands for all that decides it; no file where `isKnown` says that the caller has it.
    package func sheet(
        _ request: SheetRequest,
        unless isKnown: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async throws -> (name: String, file: [UInt8]?) {
        let party = Party()
        return try await job.limits.admission.run(for: party) {
            let plan = try await SheetPlan(request, job)
            let name = try await name(of: plan)
            return (name, isKnown(name) ? nil : try await draw(plan, for: party))
        }
    }

    /// Names the content of the sheet. A mask that is a picture of its own may change without that.
    private func name(of plan: SheetPlan) async throws -> String {
        let frames = plan.places.map { plan.list[$0.number] }
        let identities = await frames.mapConcurrently(width: job.limits.width) { await identityTexts(of: $0) }
        let texts = plan.identityTexts + [OverlayKey.rendererVersion, job.settings.drawingStamp] + identities.joined()
        return String(SHA256Digest(of: Array(texts.joined(separator: "\0").utf8)).hex.prefix(32))
    }

    private func identityTexts(of entry: FrameList.Entry?) async -> [String] {
        guard let entry else { return ["none"] }
        let time = "\(entry.timestamp ?? -1)"
        guard case .success(let frame) = entry.frame, let identity = try? await job.frames.identity(of: frame) else {
            return [time, "\(entry.frame)"]
        }
        return [time, identity.key.text, identity.etag, "\(identity.byteCount)"]
    }

    /// Taken once for all tiles: a sheet that waited for memory with some of it in hand could wait forever.
    private func draw(_ plan: SheetPlan, for party: Party) async throws -> [UInt8] {
        let (width, maker) = (min(Self.tilesAtOnce, plan.places.count), TileMaker(job: job, plan: plan, party: party))
        let cost = 8 * (plan.layout.size.pixelCount + width * plan.framePixelCount)
        return try await job.limits.memory.run(cost: cost, for: party) {
            var sheet = SheetPicture(plan.layout, title: plan.title, detail: plan.detail, text: job.painter.text)
            var index = 0
            try await plan.places.forEachConcurrently(width: width) { place in
                await Result { () async throws in try await maker.tile(place) }
            } receive: { tile in
                sheet.put(try tile.get(), at: index)
                index += 1
            }
            return try await job.limits.processors.run { [sheet] in try plan.file(of: sheet.finished()) }
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
