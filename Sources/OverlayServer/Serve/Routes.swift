import HTTPTypes
import Hummingbird
import OverlayService

/// One call that the server answers.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, CallContext) async throws -> Response

    /// What callers need.
    enum Access: CaseIterable {
        case nothing
        /// One of the configured tokens.
        case token
        /// That, or a signed query.
        case tokenOrSignature
    }

    let method: HTTPRequest.Method
    /// Such as `/v1/timelines/{timeline_id}/frames`; a last segment `{name+}` stands for any number of them.
    let path: String
    let access: Access
    let handler: Handler
    private let segments: [Substring]

    init(method: HTTPRequest.Method, path: String, access: Access, handler: @escaping Handler) {
        self.method = method
        self.path = path
        self.access = access
        self.handler = handler
        segments = path.split(separator: "/")
    }

    /// In the router's own words.
    var routerPath: RouterPath {
        let segments = segments.map { segment in
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return String(segment) }
            return segment.hasSuffix("+}") ? "**" : ":\(segment.dropFirst().dropLast())"
        }
        return RouterPath(segments.joined(separator: "/"))
    }

    /// Whether it is the call of a path with these segments.
    func matches(_ path: [Substring]) -> Bool {
        for (index, segment) in segments.enumerated() {
            if segment.hasSuffix("+}") { return path.count > index }
            guard index < path.count, segment.hasPrefix("{") || segment == path[index] else { return false }
        }
        return path.count == segments.count
    }
}

/// Every call that the server answers.
enum Routes {
    static func list(_ services: Services) -> [Route] {
        let (job, stores) = (services.job, services.stores)
        let health = HealthHandler(
            draining: services.draining,
            stageOutputs: stores.stageOutputs,
            objects: services.objects,
            framePrefix: services.configuration.frameKeyTemplate.commonPrefix
        )
        let objects = ObjectHandler(media: stores.media, signer: stores.objectURLSigner)
        let frames = FrameHandler(
            catalog: job.catalog,
            frames: job.frames,
            objects: services.objects,
            thumbnails: services.thumbnails,
            urls: pictureURLs(services),
            urlExpirySeconds: services.configuration.urlExpirySeconds
        )
        let timelines = TimelineHandler(stages: job.stages, catalog: job.catalog, frames: job.frames)
        let stages = StageHandler(stages: job.stages, aligned: job.aligned, catalog: job.catalog, limits: job.limits)
        let detections = DetectionHandler(stages: job.aligned, findings: job.findings, limits: job.limits)
        let summaries = SummaryHandler(
            stages: job.aligned,
            findings: job.findings,
            digests: job.digests
        )
        let comparisons = ComparisonHandler(stages: job.aligned, findings: job.findings, comparisons: job.comparisons)
        let rankings = RankingHandler(
            ranker: FrameRanker(
                stages: job.aligned,
                findings: job.findings,
                comparisons: job.comparisons,
                digests: job.digests
            )
        )
        let hits = HitHandler(stages: job.aligned, hits: job.hits)
        let sheets = SheetHandler(sheets: ContactSheets(job))
        let metrics = MetricsHandler(services: services)
        let overlays = OverlayHandler(job: job, urls: pictureURLs(services))
        let clips = ClipHandler(clips: services.clips)
        let contract = ContractHandler()
        let viewer = ViewerHandler(folder: services.configuration.viewerDirectory)
        let timeline = "/v1/timelines/{timeline_id}"
        let stage = "\(timeline)/jobs/{job_id}/stages/{stage}"
        return [
            open("/") { try await viewer.page($0, context: $1) },
            open("/viewer/{path+}") { try await viewer.file($0, context: $1) },
            open("/healthz") { try await health.live($0, context: $1) },
            open("/readyz") { try await health.ready($0, context: $1) },
            open("/metrics") { try await metrics.metrics($0, context: $1) },
            open("/openapi.yaml") { try await contract.contract($0, context: $1) },
            open("/objects/{bucket}/{key+}") { try await objects.object($0, context: $1) },
            get("/v1/timelines") { try await timelines.list($0, context: $1) },
            get(timeline) { try await timelines.timeline($0, context: $1) },
            get("\(timeline)/frames") { try await frames.list($0, context: $1) },
            picture("\(timeline)/frames/{frame}/picture") { try await frames.picture($0, context: $1) },
            picture("\(timeline)/frames/{frame}/thumbnail") { try await frames.thumbnail($0, context: $1) },
            get("\(timeline)/stages") { try await stages.list($0, context: $1) },
            get("\(stage)/summary") { try await summaries.summary($0, context: $1) },
            get("\(stage)/tracks") { try await summaries.tracks($0, context: $1) },
            get("\(stage)/tracks/{track_id}") { try await summaries.track($0, context: $1) },
            get("\(stage)/comparison") { try await comparisons.comparison($0, context: $1) },
            get("\(stage)/ranking") { try await rankings.ranking($0, context: $1) },
            get("\(stage)/detections") { try await detections.range($0, context: $1) },
            get("\(stage)/detections/{frame}") { try await detections.one($0, context: $1) },
            picture("\(stage)/hits/{frame}") { try await hits.one($0, context: $1) },
            picture("\(stage)/sheet") { try await sheets.sheet($0, context: $1) },
            picture("\(stage)/overlays/{frame}") { try await overlays.one($0, context: $1) },
            get("\(stage)/overlays") { try await overlays.range($0, context: $1) },
            picture("\(stage)/clip") { try await clips.clip($0, context: $1) },
            Route(method: .post, path: "/v1/overlays", access: .token) { try await overlays.post($0, context: $1) },
        ]
    }

    /// What operators ask, on a port of its own.
    static func adminRouter(_ services: Services) -> Router<CallContext> {
        let routes = list(services).filter { ["/healthz", "/readyz", "/metrics"].contains($0.path) }
        let router = Router(context: CallContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: MethodMiddleware(routes: routes))
        for route in routes { router.on(route.routerPath, method: route.method, use: route.handler) }
        return router
    }

    static func router(_ services: Services, connections: Connections = Connections()) -> Router<CallContext> {
        let routes = list(services)
        let router = Router(context: CallContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: CrossOriginMiddleware(
                origins: Set(services.configuration.corsOrigins),
                frameAncestors: services.configuration.frameAncestors
            )
        )
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: MethodMiddleware(routes: routes))
        router.add(middleware: ConnectionMiddleware(connections: connections))
        let tokens = services.configuration.apiTokens
        for route in routes {
            switch route.access {
            case .nothing: router.on(route.routerPath, method: route.method, use: route.handler)
            case .token:
                router.group().add(middleware: AccessMiddleware(tokens: tokens))
                    .on(route.routerPath, method: route.method, use: route.handler)
            case .tokenOrSignature:
                router.group().add(middleware: AccessMiddleware(tokens: tokens, signer: pictureURLs(services)))
                    .on(route.routerPath, method: route.method, use: route.handler)
            }
        }
        return router
    }

    private static func open(_ path: String, _ handler: @escaping Route.Handler) -> Route {
        Route(method: .get, path: path, access: .nothing, handler: handler)
    }

    private static func get(_ path: String, _ handler: @escaping Route.Handler) -> Route {
        Route(method: .get, path: path, access: .token, handler: handler)
    }

    private static func picture(_ path: String, _ handler: @escaping Route.Handler) -> Route {
        Route(method: .get, path: path, access: .tokenOrSignature, handler: handler)
    }

    private static func pictureURLs(_ services: Services) -> PictureURLSigner {
        let configuration = services.configuration
        return PictureURLSigner(
            baseURL: configuration.publicURL,
            tokens: configuration.apiTokens,
            expirySeconds: configuration.urlExpirySeconds
        )
    }
}

/// Refuses requests without a host, answers OPTIONS, and every other method that a path does not have with 405 and those that it has.
struct MethodMiddleware: RouterMiddleware {
    let routes: [Route]

    func handle(
        _ request: Request,
        context: CallContext,
        next: @concurrent (Request, CallContext) async throws -> Response
    ) async throws -> Response {
        try request.checkHost()
        let path = request.uri.path.split(separator: "/")
        let methods = routes.filter { $0.matches(path) }.map(\.method)
        guard !methods.isEmpty, !methods.contains(request.method) else { return try await next(request, context) }
        if request.method == .head, methods.contains(.get) { return try await next(request, context) }
        let heads: [HTTPRequest.Method] = methods.contains(.get) ? [.head] : []
        let allowed = (methods + heads + [.options]).map(\.rawValue).joined(separator: ", ")
        guard request.method == .options else {
            let detail = "\(request.method.rawValue) is no method of this path; there are \(allowed)."
            var problem = Problem(status: 405, title: "Method not allowed", detail: detail)
            problem.allowedMethods = allowed
            throw problem
        }
        return Response(status: .noContent, headers: [.allow: allowed])
    }
}
