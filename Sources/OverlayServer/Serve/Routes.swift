import Hummingbird

/// Every call that the server answers.
enum Routes {
    static func router(_ services: Services, connections: Connections = Connections()) -> Router<CallContext> {
        let router = Router(context: CallContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: ConnectionMiddleware(connections: connections))

        let health = HealthHandler(services: services)
        router.get("healthz", use: health.live)
        router.get("readyz", use: health.ready)
        router.get("objects/:bucket/**", use: ObjectHandler(services: services).object)

        let calls = router.group("v1").add(middleware: BearerMiddleware(tokens: services.configuration.apiTokens))
        let frames = FrameHandler(services: services)
        let overlays = OverlayHandler(services: services)
        calls.get("timelines/:timeline_id/frames", use: frames.list)
        calls.get("timelines/:timeline_id/stages", use: StageHandler(services: services).list)
        let stage = calls.group("timelines/:timeline_id/jobs/:job_id/stages/:stage")
        stage.get("detections/:frame", use: DetectionHandler(services: services).detections)
        stage.get("overlays/:frame", use: overlays.one)
        stage.get("overlays", use: overlays.range)
        calls.post("overlays", use: overlays.post)
        return router
    }
}
