import HTTPTypes
import Hummingbird
import Logging
import OverlayService
import Render
import Store

/// Answers with the overlays of many frames as a film, piece by piece while it is made.
struct ClipHandler: Sendable {
    let clips: ClipMaker

    func clip(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let frames = try query.takeFrames()
        let options = try ClipOptions(taking: &query)
        let style = try Style(query)
        guard style.split == nil else {
            throw RequestError.malformed(field: "split", reason: "A film has no layers.")
        }
        let wanted = try ClipRequest(
            stage: try context.stage(),
            frames: frames,
            style: style,
            container: try request.container(options, standard: clips.standardContainer),
            options: options
        )
        let party = Party()
        let admission = try clips.admit(party)
        let plan = try await context.whileConnected { try await clips.plan(wanted) }
        return StreamedResponse.makeWithTrailers(wanted.container.contentType, context, headers: headers(plan)) {
            parts in
            defer { withExtendedLifetime(admission) {} }
            do {
                let lost = try await clips.make(plan, for: party) { try await parts.send($0) }
                return [.overlayFailed: "\(lost.count)"]
            } catch {
                // Of a client that has gone nobody wants to read.
                if !Task.isCancelled {
                    context.logger.error("clip broken off", metadata: ["error": "\(String(reflecting: error))"])
                }
                throw error
            }
        }
    }

    private func headers(_ plan: ClipPlan) -> HTTPFields {
        [
            .cacheControl: "no-store", .vary: "Accept", .acceptRanges: "none", .trailer: "Overlay-Failed",
            .overlayFrames: "\(plan.request.frames.count)", .overlayRate: "\(plan.fps)",
            .overlaySize: "\(plan.size.width)x\(plan.size.height)",
        ]
    }
}

extension Request {
    /// What the clip is to come in: what is asked for, else what can be made, `standard` first, and the client takes. What cannot is
    /// chosen for a client alone that takes nothing else, and then learns so. Throws where it takes nothing at all.
    fileprivate func container(_ options: ClipOptions, standard: ClipContainer) throws -> ClipContainer {
        let others = ClipContainer.allCases.filter { $0 != standard }
        let isStandardTaken = MediaRanges(headers[.accept]).quality(of: standard.contentType) > 0
        let offered =
            options.container.map { [$0] } ?? [standard] + (standard == .apng && isStandardTaken ? [] : others)
        let chosen = try contentType(of: offered.map(\.contentType))
        return offered.first { $0.contentType == chosen } ?? standard
    }
}

extension HTTPField.Name {
    /// How many frames the clip has, how many a second, and how large.
    fileprivate static let overlayFrames = Self("Overlay-Frames") ?? .date
    fileprivate static let overlayRate = Self("Overlay-Fps") ?? .date
    fileprivate static let overlaySize = Self("Overlay-Size") ?? .date
    /// In whose place there is a card.
    fileprivate static let overlayFailed = Self("Overlay-Failed") ?? .date
}
