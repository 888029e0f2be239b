import Hummingbird
import OverlayService

/// Every call that the server answers.
enum Routes {
    static func router(_ services: Services, connections: Connections = Connections()) -> Router<CallContext> {
        let router = Router(context: CallContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: ConnectionMiddleware(connections: connections))

        let (job, stores) = (services.job, services.stores)
        let health = HealthHandler(
            draining: services.draining,
            stageOutputs: stores.stageOutputs,
            objects: services.objects
        )
        router.get("healthz", use: health.live)
        router.get("readyz", use: health.ready)
        router.get("objects/:bucket/**", use: ObjectHandler(media: stores.media, signer: stores.objectURLSigner).object)

        let calls = router.group("v1").add(middleware: BearerMiddleware(tokens: services.configuration.apiTokens))
        let frames = FrameHandler(
            catalog: job.catalog,
            objects: services.objects,
            urlExpirySeconds: services.configuration.urlExpirySeconds
        )
        let detections = DetectionHandler(
            stages: job.stages,
            catalog: job.catalog,
            frames: job.frames,
            limits: job.limits
        )
        let overlays = OverlayHandler(job: job)
        calls.get("timelines/:timeline_id/frames", use: frames.list)
        calls.get("timelines/:timeline_id/stages", use: StageHandler(stages: job.stages, catalog: job.catalog).list)
        let stage = calls.group("timelines/:timeline_id/jobs/:job_id/stages/:stage")
        stage.get("detections/:frame", use: detections.detections)
        stage.get("overlays/:frame", use: overlays.one)
        stage.get("overlays", use: overlays.range)
        calls.post("overlays", use: overlays.post)
        return router
    }
}
