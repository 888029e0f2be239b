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
    let urls: PictureURLSigner

    /// The most frames that one call may ask for.
    private static let frameLimit = 10_000
    private static let bodyLimit = 1 << 20

    func one(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let redirects = try context.isSigned ? false : query.takeFlag("redirect")
        var style = try Style(query)
        let (stage, frame) = (try context.stage(), try context.frame())
        if style.split != nil, redirects {
            throw RequestError.malformed(
                field: "split",
                reason: "Layers are many pictures, which no redirect leads to."
            )
        }
        if style.split == nil, !redirects, try request.wantsPicture(&style, orNothing: context.isSigned) {
            return try await picture(OverlayRequest(stage: stage, frame: frame, style: style), request, context)
        }
        let wanted = OverlayRequest(stage: stage, frame: frame, style: style)
        let overlay = try await context.whileConnected { try await job.runInTime(wanted) }
        // Not to be kept: the URL in it expires.
        var headers: HTTPFields = [.cacheControl: "no-store", .vary: "Accept"]
        headers[.serverTiming] = overlay.timings.header
        guard redirects else {
            return try JSONResponse.make(OverlayAnswer(overlay, urls), for: request, headers: headers)
        }
        headers[.location] = overlay.url.url
        return Response(status: .temporaryRedirect, headers: headers)
    }

    /// The overlay itself, as an `<img>` wants it: drawn now, and not stored.
    private func picture(_ wanted: OverlayRequest, _ request: Request, _ context: CallContext) async throws -> Response
    {
        let (overlay, picture) = try await context.whileConnected {
            try await job.pictureInTime(of: wanted) { request.isKnown($0.name) }
        }
        var headers: HTTPFields = [.eTag: "\"\(overlay.name)\"", .cacheControl: "private, no-cache", .vary: "Accept"]
        headers[.serverTiming] = overlay.timings.header
        headers[.overlaySkipped] = String(overlay.report.skippedCount)
        headers[.overlayWarnings] = String(overlay.report.warnings.count)
        guard let picture else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = overlay.format.file.contentType
        return PictureResponse.make(picture.bytes, headers: headers)
    }

    func range(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let frames = try query.takeFrames()
        let wanted = OverlayBatch(
            stage: try context.stage(),
            frames: frames,
            style: try Style(query)
        )
        return try await answer(wanted, request, context)
    }

    func post(_ request: Request, context: CallContext) async throws -> Response {
        try request.checkContentType()
        let body = try await request.body.collect(upTo: Self.bodyLimit)
        return try await answer(try OverlayBatch(json: Data(body.readableBytesView)), request, context)
    }

    private func answer(_ batch: OverlayBatch, _ request: Request, _ context: CallContext) async throws -> Response {
        let frames = try batch.frames.frames(limit: Self.frameLimit)
        let type = try request.mediaType(of: [.json, .ndjson])
        // A name that is wrong for all frames is an error of the call; what fails for one is said at its place.
        _ = try await job.stages.stage(batch.stage)
        _ = try await job.aligned.reference(of: batch.stage, batch.style)
        let requests = frames.map { OverlayRequest(stage: batch.stage, frame: $0, style: batch.style) }
        let party = Party()
        let admission = try job.limits.admission.admit(party)
        let headers: HTTPFields = [.cacheControl: "no-store", .vary: "Accept"]
        guard type == .ndjson else {
            let overlays = try await context.whileConnected {
                await requests.mapConcurrently(width: job.limits.width) { request in
                    await entry(request, party, context.logger)
                }
            }
            withExtendedLifetime(admission) {}
            return try JSONResponse.make(["overlays": overlays], for: request, headers: headers)
        }
        return StreamedResponse.make(type, context, headers: headers) { lines in
            var counts = OverlayCounts()
            try await requests.forEachConcurrently(width: job.limits.width) { request in
                await entry(request, party, context.logger)
            } receive: { entry in
                counts.count(entry)
                try await lines.send(line: entry)
            }
            try await lines.send(line: ["counts": counts])
            withExtendedLifetime(admission) {}
        }
    }

    private func entry(_ request: OverlayRequest, _ party: Party, _ logger: Logger) async -> FrameEntry<OverlayAnswer> {
        do {
            return .found(OverlayAnswer(try await job.run(request, for: party), urls))
        } catch {
            // Of a client that has gone nobody wants to read.
            if !Task.isCancelled {
                let metadata: Logger.Metadata = ["frame": "\(request.frame)", "error": "\(String(reflecting: error))"]
                logger.warning("frame failed", metadata: metadata)
            }
            return .failure(request.frame, Problem(Failure(reporting: error)))
        }
    }
}

extension HTTPField.Name {
    fileprivate static let serverTiming = Self("Server-Timing") ?? .date
    /// How many parts of the stage output could not be drawn.
    fileprivate static let overlaySkipped = Self("Overlay-Skipped") ?? .date
    /// How many warnings the overlay's answer has.
    fileprivate static let overlayWarnings = Self("Overlay-Warnings") ?? .date
}

extension Timings {
    /// As browsers show it (W3C Server Timing).
    fileprivate var header: String {
        milliseconds.sorted { $0.key < $1.key }.map { "\($0.key);dur=\($0.value)" }.joined(separator: ", ")
    }
}

extension Request {
    /// Whether the client takes the picture rather than JSON, and `style` with the format that it takes. A browser's address bar
    /// takes both alike, and gets JSON, unless it may have the picture `orNothing`. Throws where it takes neither.
    fileprivate func wantsPicture(_ style: inout Style, orNothing: Bool) throws -> Bool {
        let accepted = MediaRanges(headers[.accept])
        let json = orNothing ? 0 : accepted.quality(of: "application/json")
        let jpeg = accepted.quality(of: ImageFormat.jpeg.contentType)
        let png = accepted.quality(of: ImageFormat.png.contentType)
        let picture: Double
        switch style.format?.file {
        case .jpeg?: picture = jpeg
        case .png?: picture = png
        case nil: picture = max(jpeg, png)
        }
        guard max(picture, json) > 0 else {
            let detail =
                "This call answers with application/json, image/jpeg or image/png; the Accept header allows none."
            throw Problem(status: 406, title: "Not acceptable", detail: detail, field: "Accept")
        }
        guard picture > json else { return false }
        if style.format == nil, jpeg == 0 { style.format = .png }
        if style.format == nil, png == 0 { style.format = .jpeg }
        return true
    }
}

/// The last line of a range: whoever has it has all.
private struct OverlayCounts: Encodable, Sendable {
    private var overlays = 0
    private var cached = 0
    private var failed = 0

    mutating func count(_ entry: FrameEntry<OverlayAnswer>) {
        switch entry {
        case .found(let answer):
            overlays += 1
            if answer.overlay.stored.isCached { cached += 1 }
        case .failure: failed += 1
        }
    }
}
