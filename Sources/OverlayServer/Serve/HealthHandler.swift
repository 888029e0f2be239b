import Hummingbird
import OverlayService
import Store

/// Tells whether the process lives, and whether it should be sent work.
struct HealthHandler: Sendable {
    let draining: Draining
    let stageOutputs: any StageOutputStore
    let objects: any ObjectStore
    /// What the frames' keys begin with.
    let framePrefix: String

    private struct Status: Encodable {
        let status: String
    }

    func live(_ request: Request, context: some RequestContext) async throws -> Response {
        try JSONResponse.make(Status(status: "ok"))
    }

    /// How long the stores have to answer.
    private static let patience = Duration.seconds(2)

    /// Ready when the database and the store can be reached, and no shutdown is under way; says so in two seconds.
    func ready(_ request: Request, context: some RequestContext) async throws -> Response {
        if draining.isDraining {
            throw Problem(
                status: 503,
                title: "Draining",
                detail: "This process is about to stop.",
                retryAfterSeconds: 5
            )
        }
        let late = Problem(
            status: 503,
            title: "Store unavailable",
            detail: "The database or the object store did not answer within \(Self.patience.components.seconds) s.",
            retryAfterSeconds: 2
        )
        try await withDeadline(Self.patience, error: late) {
            async let database: Void = stageOutputs.check()
            async let store: Void = objects.check(.reading, under: framePrefix)
            _ = try await (database, store)
        }
        return try JSONResponse.make(Status(status: "ready"))
    }
}
