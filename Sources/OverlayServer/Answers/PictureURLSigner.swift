import Foundation
import OverlayService
import Store

/// What a signed query holds.
struct PictureGrant: Sendable {
    /// In unix seconds.
    let expires: Int
    let signature: String
}

/// Makes and verifies the URLs of pictures that open without a token.
///
/// Their query has `expires` and `signature`, the HMAC-SHA256 of `pictures\n<timeline id>\n<expires>`: the right to GET any
/// picture of one timeline for some time. The key is made of an API token, so that replicas that share their tokens
/// take each other's URLs, and a token that is withdrawn takes its URLs with it.
struct PictureURLSigner: Sendable {
    private let baseURL: String
    /// The first signs. Empty where everybody may call: then there is nothing to sign.
    private let keys: [[UInt8]]
    private let expirySeconds: Int

    init(baseURL: String, tokens: [String], expirySeconds: Int) {
        self.baseURL = baseURL
        self.expirySeconds = expirySeconds
        keys = tokens.map { HMACSHA256(key: Array($0.utf8), message: "overlay-server: signed pictures").bytes }
    }

    /// The URL of the path, without and with a query of its own, below that of `timeline`.
    func url(_ path: String, of timeline: TimelineID, query: String = "", now: Date) -> String {
        let parts = [query, grant(for: timeline, now: now).map { "expires=\($0.expires)&signature=\($0.signature)" }]
        let query = parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "&")
        return "\(baseURL)/v1/timelines/\(timeline.text.percentEncoded())/\(path)\(query.isEmpty ? "" : "?\(query)")"
    }

    func verify(_ grant: PictureGrant, timeline: TimelineID, now: Date) throws(SignatureError) {
        guard let claimed = [UInt8](hex: grant.signature),
            keys.contains(where: { code($0, timeline, grant.expires).matches(claimed) })
        else { throw .invalid }
        guard now.timeIntervalSince1970 < Double(grant.expires) else { throw .expired }
    }

    /// Changes as often as URLs have to be handed out anew: who has an answer of this period has URLs that still open.
    func period(at now: Date) -> String { "\(expiry(of: now))" }

    /// Stays the same for a quarter of its time, so that a browser finds in its cache what it has.
    private func expiry(of now: Date) -> Int {
        let step = max(expirySeconds / 4, 1)
        return (Int(now.timeIntervalSince1970) + expirySeconds) / step * step
    }

    private func grant(for timeline: TimelineID, now: Date) -> PictureGrant? {
        guard let key = keys.first else { return nil }
        let expires = expiry(of: now)
        return PictureGrant(expires: expires, signature: code(key, timeline, expires).hex)
    }

    private func code(_ key: [UInt8], _ timeline: TimelineID, _ expires: Int) -> HMACSHA256 {
        HMACSHA256(key: key, message: "pictures\n\(timeline.text)\n\(expires)")
    }
}

extension PictureURLSigner {
    /// The frame's own bytes.
    func picture(of frame: Int, timeline: TimelineID, now: Date) -> String {
        url("frames/\(frame)/picture", of: timeline, now: now)
    }

    /// The frame at a width of 160 pixels.
    func thumbnail(of frame: Int, timeline: TimelineID, now: Date) -> String {
        url("frames/\(frame)/thumbnail", of: timeline, query: "width=160", now: now)
    }

    /// The overlay's picture, drawn when it is asked for.
    func overlay(_ request: OverlayRequest, now: Date) -> String {
        let stage = request.stage
        let path = "jobs/\(stage.job.text.percentEncoded())/stages/\(stage.stage.text.percentEncoded())"
        return url(
            "\(path)/overlays/\(request.frame)",
            of: stage.timeline,
            query: request.style.query,
            now: now
        )
    }
}
