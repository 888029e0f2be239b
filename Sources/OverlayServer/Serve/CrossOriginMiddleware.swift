import Foundation
import HTTPTypes
import Hummingbird

/// Lets pages of other origins call, those of an allow list (Fetch Standard, 3.2), and tells browsers what an answer may load.
struct CrossOriginMiddleware: RouterMiddleware {
    /// Such as `https://mpr.example`; `*` stands for every origin.
    let origins: Set<String>
    private let contentSecurityPolicy: String

    /// `frameAncestors`: origins whose pages may show pages of this service in a frame.
    init(origins: Set<String>, frameAncestors: [String] = []) {
        self.origins = origins
        let ancestors = frameAncestors.isEmpty ? "'none'" : frameAncestors.joined(separator: " ")
        // Scripts, styles and calls from here alone; pictures also by the signed URLs of stores.
        contentSecurityPolicy =
            "default-src 'self'; img-src 'self' https: http: data: blob:; object-src 'none'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors \(ancestors)"
    }

    private static let allowedHeaders = "Authorization, Content-Type, If-None-Match, Range, Traceparent"
    private static let exposedHeaders =
        "Content-Range, ETag, Overlay-Fps, Overlay-Frames, Overlay-Size, Overlay-Skipped, Overlay-Warnings, Retry-After, "
        + "Server-Timing, X-Request-Id"
    /// How long a browser may remember what a preflight answered.
    private static let maxAgeSeconds = 600

    func handle(
        _ request: Request,
        context: CallContext,
        next: @concurrent (Request, CallContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = contentSecurityPolicy
        guard !origins.isEmpty else { return response }
        response.headers[.vary] = [response.headers[.vary], "Origin"].compactMap(\.self).joined(separator: ", ")
        guard let origin = request.headers[.origin], origins.contains("*") || origins.contains(origin) else {
            return response
        }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = Self.exposedHeaders
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            response.headers[.accessControlAllowMethods] = response.headers[.allow]
            response.headers[.accessControlAllowHeaders] = Self.allowedHeaders
            response.headers[.accessControlMaxAge] = String(Self.maxAgeSeconds)
        }
        return response
    }
}
