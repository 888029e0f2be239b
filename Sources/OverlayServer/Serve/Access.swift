import Foundation
import HTTPTypes
import Hummingbird
import OverlayService
import Store

/// Lets only callers with one of the configured tokens through; everybody where there are none. A picture also opens with
/// a signed query, since an `<img>` sends no token.
struct AccessMiddleware: RouterMiddleware {
    private let digests: [SHA256Digest]
    /// `nil` where a signature opens nothing.
    private let signer: PictureURLSigner?

    init(tokens: [String], signer: PictureURLSigner? = nil) {
        digests = tokens.map { SHA256Digest(of: Array($0.utf8)) }
        self.signer = signer
    }

    func handle(
        _ request: Request,
        context: CallContext,
        next: @concurrent (Request, CallContext) async throws -> Response
    ) async throws -> Response {
        let (request, context) = try admitted(request, context)
        return try await next(request, context)
    }

    /// The call as its handler is to see it. Throws where the caller may not make it.
    private func admitted(_ request: Request, _ context: CallContext) throws -> (Request, CallContext) {
        guard let signer, let (grant, rest) = request.takingGrant() else {
            guard digests.isEmpty || isAllowed(request.headers[.authorization]) else { throw Problem.unauthorized }
            return (request, context)
        }
        if !digests.isEmpty { try signer.verify(grant, timeline: context.timeline(), now: Date()) }
        var context = context
        context.isSigned = true
        return (rest, context)
    }

    /// Compares digests, whose first difference tells nothing about the token.
    private func isAllowed(_ header: String?) -> Bool {
        guard let header, header.lowercased().hasPrefix("bearer ") else { return false }
        let given = SHA256Digest(of: Array(header.dropFirst(7).utf8))
        return digests.contains(given)
    }
}

extension Request {
    /// The signed query, and the request without it; `nil` where there is none.
    fileprivate func takingGrant() -> (PictureGrant, Request)? {
        guard let signature = uri.queryParameters["signature"] else { return nil }
        let names = ["expires", "signature"]
        let rest = (uri.query ?? "").split(separator: "&").filter { pair in
            !names.contains { pair.hasPrefix("\($0)=") }
        }
        var head = head
        head.path = uri.path + (rest.isEmpty ? "" : "?\(rest.joined(separator: "&"))")
        let grant = PictureGrant(
            expires: uri.queryParameters.get("expires", as: Int.self) ?? 0,
            signature: String(signature)
        )
        return (grant, Request(head: head, body: body))
    }
}
