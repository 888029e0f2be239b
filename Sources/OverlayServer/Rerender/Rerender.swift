import Store

/// Renders what a timeline lacks; goes on past frames that cannot be rendered.
struct Rerender: Sendable {
    let services: Services
    let options: RerenderOptions

    /// Every overlay's outcome in the order of the plan; `report` is told of each as soon as it is known.
    func run(
        _ report: @escaping @Sendable (RerenderOutcome, _ total: Int) -> Void
    ) async throws -> [RerenderOutcome] {
        let plan = try await RerenderPlan(options, services: services)
        let total = plan.requests.count
        let party = Party()
        return await plan.requests.mapConcurrently(width: services.job.limits.width) { request in
            let outcome = await outcome(of: request, in: plan, for: party)
            report(outcome, total)
            return outcome
        }
    }

    private func outcome(
        of request: OverlayRequest,
        in batch: RerenderPlan,
        for party: Party
    ) async -> RerenderOutcome {
        do {
            let plan = try await services.job.plan(request, for: party)
            if !options.isForced, let byteCount = batch.existing[plan.key] {
                return .present(try await services.job.answer(plan, StoredPicture(byteCount: byteCount, way: nil)))
            }
            if options.isDryRun { return .missing(request) }
            let mode = options.isForced ? PutMode.overwrite : .createUnseen
            return .rendered(try await services.job.render(plan, mode: mode, for: party))
        } catch {
            return .failed(request, Problem(reporting: error), cause: String(reflecting: error))
        }
    }

    /// Where the manifest of this run goes, in the bucket of the overlays.
    func manifestKey() throws -> ObjectKey {
        var name = "\(options.job?.description ?? "all-jobs")-\(options.stage?.description ?? "all-stages")"
        if options.shard != .whole { name += "-\(options.shard.index)-of-\(options.shard.count)" }
        let prefix = services.configuration.overlayKeyPrefix
        return try ObjectKey("\(prefix)\(options.timeline)/manifests/\(name).json")
    }

    /// Puts a list of all outcomes into the bucket of the overlays.
    func writeManifest(_ outcomes: [RerenderOutcome], to key: ObjectKey) async throws {
        let manifest = Manifest(
            timeline_id: options.timeline.description,
            renderer_version: OverlayKey.rendererVersion,
            overlays: outcomes
        )
        let bytes = Array(try JSONResponse.encode(manifest))
        _ = try await services.objects.put(
            key,
            bytes,
            contentType: "application/json",
            mode: .overwrite
        )
    }
}

/// What a batch run found and made, overlay by overlay.
private struct Manifest: Encodable {
    let timeline_id: String
    let renderer_version: String
    let overlays: [RerenderOutcome]
}
