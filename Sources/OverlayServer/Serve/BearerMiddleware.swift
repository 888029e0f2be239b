import HTTPTypes
import Hummingbird
import Store

/// Lets only callers with one of the configured tokens through; everybody where there are none.
struct BearerMiddleware<Context: RequestContext>: RouterMiddleware {
    private let digests: [SHA256Digest]

    init(tokens: [String]) { digests = tokens.map { SHA256Digest(of: Array($0.utf8)) } }

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard digests.isEmpty || isAllowed(request.headers[.authorization]) else { throw RequestError.unauthorized }
        return try await next(request, context)
    }

    /// Compares digests, whose first difference tells nothing about the token.
    private func isAllowed(_ header: String?) -> Bool {
        guard let header, header.lowercased().hasPrefix("bearer ") else { return false }
        let given = SHA256Digest(of: Array(header.dropFirst(7).utf8))
        return digests.contains(given)
    }
}
