import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OverlayService
import Store

/// Turns every error into problem details, logs what callers must not see, and writes a line for each request.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        if let trace = request.traceID { context.logger[metadataKey: "trace_id"] = "\(trace)" }
        var response = await answer(request, context: context, next: next)
        response.headers[.xRequestID] = context.id
        response.headers[.xContentTypeOptions] = "nosniff"
        let duration = ContinuousClock.now - start
        RequestMetrics.record(request.method.rawValue, context.endpointPath, status: response.status.code, duration)
        let milliseconds = (duration / .microseconds(1)).rounded() / 1000
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)",
                // Without the query: that of a presigned URL is a secret.
                "path": "\(request.uri.path)",
                "status": "\(response.status.code)",
                "ms": "\(milliseconds)",
            ]
        )
        return response
    }

    private func answer(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = Problem(reporting: error)
            if problem.status >= 500 {
                context.logger.error("failed", metadata: ["error": "\(String(reflecting: error))"])
            }
            return response(to: problem)
        }
    }

    private func response(to problem: Problem) -> Response {
        var headers: HTTPFields = [:]
        if let seconds = problem.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        headers[.allow] = problem.allowedMethods
        headers[.contentRange] = problem.contentRange
        if problem.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        let status = HTTPResponse.Status(code: problem.status)
        let response = try? JSONResponse.make(
            problem,
            status: status,
            contentType: Problem.contentType,
            headers: headers
        )
        return response ?? Response(status: .internalServerError)
    }
}

extension Request {
    /// The trace that the call is part of, from its `traceparent` (W3C Trace Context, 3.2); `nil` where it names none.
    fileprivate var traceID: Substring? {
        guard let name = HTTPField.Name("traceparent"), let given = headers[name],
            let match = given.wholeMatch(of: /[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?/),
            !match.1.allSatisfy({ $0 == "0" })
        else { return nil }
        return match.1
    }
}

extension HTTPField.Name {
    fileprivate static let xRequestID = Self("X-Request-Id") ?? .date
}

extension Problem {
    /// What `error`, which may be the server's own, means to a caller.
    fileprivate init(reporting error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case is NIOTooManyBytesError:
            let detail = "The body is larger than a call may have."
            self.init(status: 413, title: "Content too large", detail: detail, field: "body")
        case let error as HTTPError:
            let status = error.status.code
            let detail = status == 404 ? "There is no such call." : error.body ?? error.status.reasonPhrase
            self.init(status: status, title: error.status.reasonPhrase, detail: detail)
        default: self.init(Failure(reporting: error))
        }
    }
}
