import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OverlayService
import Store

/// Answers with one overlay or with many.
struct OverlayHandler: Sendable {
    let job: OverlayJob

    /// The most frames that one call may ask for.
    private static let frameLimit = 10_000
    private static let bodyLimit = 1 << 20

    func one(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let redirects = try query.takeFlag("redirect")
        let wanted = OverlayRequest(stage: try context.stage(), frame: try context.frame(), style: try Style(query))
        let overlay = try await context.whileConnected { try await job.runInTime(wanted) }
        guard redirects else { return try JSONResponse.make(OverlayAnswer(overlay)) }
        // Not to be kept: the URL behind it expires.
        return Response(status: .temporaryRedirect, headers: [.location: overlay.url.url, .cacheControl: "no-store"])
    }

    func range(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        guard let frames = query.removeValue(forKey: "frames") else {
            throw RequestError.malformed(field: "frames", reason: "It must be given, as in frames=0-99,120.")
        }
        let wanted = OverlayBatch(
            stage: try context.stage(),
            frames: try FrameSelection(frames.joined(separator: ",")),
            style: try Style(query)
        )
        return try await answer(wanted, context)
    }

    func post(_ request: Request, context: CallContext) async throws -> Response {
        try request.checkContentType()
        let body = try await request.body.collect(upTo: Self.bodyLimit)
        return try await answer(try OverlayBatch(json: Data(body.readableBytesView)), context)
    }

    private func answer(_ batch: OverlayBatch, _ context: CallContext) async throws -> Response {
        let frames = try batch.frames.frames(limit: Self.frameLimit)
        // A name that is wrong for all frames is an error of the call; what fails for one is said at its place.
        _ = try await job.stages.stage(batch.stage)
        let requests = frames.map { OverlayRequest(stage: batch.stage, frame: $0, style: batch.style) }
        let party = Party()
        let overlays = try await context.whileConnected {
            try await job.limits.admission.run(for: party) {
                await requests.mapConcurrently(width: job.limits.width) { request in
                    await entry(request, party, context.logger)
                }
            }
        }
        return try JSONResponse.make(["overlays": overlays])
    }
}

extension OverlayHandler {
    private func entry(_ request: OverlayRequest, _ party: Party, _ logger: Logger) async -> OverlayEntry {
        do {
            return .overlay(try await job.run(request, for: party))
        } catch {
            logger.warning(
                "frame failed",
                metadata: ["frame": "\(request.frame)", "error": "\(String(reflecting: error))"]
            )
            return .failure(request.frame, Problem(Failure(reporting: error)))
        }
    }
}

/// A finished overlay, or why there is none for its frame.
private enum OverlayEntry: Encodable, Sendable {
    case overlay(Overlay)
    case failure(Int, Problem)

    private enum CodingKeys: CodingKey {
        case frame, problem
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .overlay(let overlay):
            try OverlayAnswer(overlay).encode(to: encoder)
        case .failure(let frame, let problem):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(frame, forKey: .frame)
            try container.encode(problem, forKey: .problem)
        }
    }
}
