import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OverlayService
import Store

/// Lists the frames of a timeline, each with a URL of its picture.
struct FrameHandler: Sendable {
    let catalog: FrameCatalog
    let frames: FrameSource
    let objects: any ObjectStore
    let thumbnails: Thumbnails
    let urls: PictureURLSigner
    let urlExpirySeconds: Int

    private static let pageLimits = 1...1000

    private struct Answer: Encodable {
        let frames: [Entry]
        /// Of the whole timeline.
        let count: Int
        /// The `from` of the following page; absent on the last one.
        let next: Int?
    }

    private struct Entry: Encodable {
        let frame: Int
        let timestamp: Double?
        var key: String?
        var url: String?
        var picture_url: String?
        var thumbnail_url: String?
        var bytes: Int?
        /// Why the frame cannot be had.
        var problem: Problem?
    }

    func list(_ request: Request, context: some RequestContext) async throws -> Response {
        var query = try request.query()
        let first = try query.takeNumber("from", in: 0...Int(Int32.max)) ?? 0
        let limit = try query.takeNumber("limit", in: Self.pageLimits) ?? Self.pageLimits.upperBound
        try query.refuseRest()
        let timeline = try context.timeline()
        let frames = try await catalog.existingFrames(of: timeline)
        let rest = frames.drop { $0.number < first }
        let identities = rest.prefix(limit).flatMap(\.identityTexts)
        let parts = ["\(frames.count)", urls.period(at: Date())] + identities
        return try await JSONResponse.makeUnlessKnown(parts, for: request) {
            var entries: [Entry] = []
            for frame in rest.prefix(limit) { entries.append(try await entry(of: frame, timeline)) }
            let next = rest.dropFirst(limit).first?.number
            return Answer(frames: entries, count: frames.count, next: next)
        }
    }

    /// The frame's own bytes, whatever they are.
    func picture(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let timeline = try context.timeline()
        let frame = try await catalog.frame(try context.frame(), of: timeline)
        let identity = try await frames.identity(of: frame)
        var headers: HTTPFields = [.eTag: "\"\(identity.etag)\"", .cacheControl: "private, no-cache"]
        if request.isKnown(identity.etag) { return Response(status: .notModified, headers: headers) }
        let content = try await frames.content(of: identity, frame: frame)
        headers[.contentType] = ContentType.of(frame.key)
        return PictureResponse.make(content.bytes, headers: headers)
    }

    /// The frame as a JPEG that is `width` pixels wide.
    func thumbnail(_ request: Request, context: some RequestContext) async throws -> Response {
        var query = try request.query()
        let widths = Thumbnails.widths.map(String.init)
        let given = query.removeValue(forKey: "width") ?? ["160"]
        guard given.count == 1, widths.contains(given[0]), let width = Int(given[0]) else {
            throw RequestError.malformed(field: "width", reason: "It takes one of \(widths.joined(separator: ", ")).")
        }
        try query.refuseRest()
        let timeline = try context.timeline()
        let frame = try await catalog.frame(try context.frame(), of: timeline)
        let identity = try await frames.identity(of: frame)
        let etag = "\(identity.etag)-\(width)"
        var headers: HTTPFields = [.eTag: "\"\(etag)\"", .cacheControl: "private, no-cache"]
        if request.isKnown(etag) { return Response(status: .notModified, headers: headers) }
        let bytes = try await thumbnails.thumbnail(of: frame, identity, width: width)
        headers[.contentType] = ImageFormat.jpeg.contentType
        return PictureResponse.make(bytes, headers: headers)
    }

    private func entry(of listed: FrameList.Entry, _ timeline: TimelineID) async throws -> Entry {
        let frame: Frame
        switch listed.frame {
        case .success(let found): frame = found
        case .failure(let error):
            return Entry(frame: listed.number, timestamp: listed.timestamp, problem: Problem(Failure(reporting: error)))
        }
        let now = Date()
        let url = try await objects.presignedURL(for: frame.key, expiresIn: urlExpirySeconds, at: now)
        return Entry(
            frame: frame.number,
            timestamp: frame.timestamp,
            key: frame.key.text,
            url: url.url,
            picture_url: urls.picture(of: frame.number, timeline: timeline, now: now),
            thumbnail_url: urls.thumbnail(of: frame.number, timeline: timeline, now: now),
            bytes: frame.byteCount
        )
    }
}

extension FrameList.Entry {
    /// What decides all that is said of it, but for its URLs.
    fileprivate var identityTexts: [String] {
        let object = (try? frame.get()).map { [$0.key.text, $0.etag ?? "", "\($0.byteCount ?? -1)"] }
        return ["\(number)", "\(timestamp ?? -1)"] + (object ?? ["\(frame)"])
    }
}
