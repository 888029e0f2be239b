import Hummingbird
import Store

/// Tells whether the process lives, and whether it should be sent work.
struct HealthHandler: Sendable {
    let services: Services

    private struct Status: Encodable {
        let status: String
    }

    func live(_ request: Request, context: some RequestContext) async throws -> Response {
        try JSONResponse.make(Status(status: "ok"))
    }

    /// Ready when the database and the store can be reached, and no shutdown is under way.
    func ready(_ request: Request, context: some RequestContext) async throws -> Response {
        if services.draining.isDraining {
            throw Problem(
                status: 503,
                title: "Draining",
                detail: "This process is about to stop.",
                retryAfterSeconds: 5
            )
        }
        try await services.stores.stageOutputs.check()
        try await services.objects.check(.reading)
        return try JSONResponse.make(Status(status: "ready"))
    }
}
