import Detections
import Foundation
import OverlayService
import Store

/// Runs a batch, shows how far it is, and says at the end what was made and where it lies.
struct RerenderCommand: Sendable {
    let batch: BatchOptions
    let style: Style

    func run() async throws {
        let source = try batch.source()
        let (shard, runID) = try batch.part()
        try batch.checkClips(shard)
        let interruption = Interruption()
        await interruption.trap()
        let services = try await Services()
        let run = try runID.map { id in
            try BatchRun(id, in: services.objects, under: services.configuration.overlayKeyPrefix)
        }
        let start = ContinuousClock.now
        var manifest = ShardManifest(run: runID ?? "", shard: shard)
        var doubtful: [String] = []
        for part in try await parts(source, shard, run, services) where !interruption.isTold {
            let timeline = try TimelineID(part.timeline)
            let options = try batch.options(timeline, run == nil ? nil : part.frames, shard, style: style)
            do {
                let work = TimelineBatch(
                    options: options,
                    makesClips: batch.clip,
                    isJSON: batch.json,
                    services: services
                )
                doubtful += try await work.run(until: { interruption.isTold }, &manifest)
            } catch  where source != .named([timeline]) || run != nil {
                // One of many: the others are rendered all the same.
                let failure = Failure(reporting: error)
                FileHandle.standardError.write(Data("failed: timeline \(timeline): \(failure.detail)\n".utf8))
                manifest.add(failure, of: timeline)
            }
        }
        manifest.seconds = (ContinuousClock.now - start) / .seconds(1)
        manifest.status = interruption.isTold ? .interrupted : .complete
        if let run, !batch.dryRun { try await run.put(manifest) }
        try end(manifest, doubtful)
    }

    /// The frames that this process renders: of a run as its plan says, else of each timeline what the shard takes of it.
    private func parts(
        _ source: BatchOptions.Source,
        _ shard: Shard,
        _ run: BatchRun?,
        _ services: Services
    ) async throws -> [BatchPlan.Part] {
        guard let run else {
            return try await timelines(source, services).map { BatchPlan.Part(timeline: $0.text, frames: batch.frames) }
        }
        let request = batch.request(style: style)
        let (plan, parts) = try await run.parts(of: shard, isStored: !batch.dryRun) {
            let timelines = try await timelines(source, services)
            let listed = await timelines.mapConcurrently(width: services.job.limits.width) {
                await self.listed($0, services.job)
            }
            return BatchPlan(listed, into: shard.count, request: request)
        }
        guard plan.request == request, plan.shards == shard.count else {
            let message =
                "Run \(run.id) was begun as another batch: of \(plan.shards) shards, with \"\(plan.request)\". Give this one another --run."
            throw CommandFailure(message: message, exitCode: CommandFailure.usage)
        }
        return parts
    }

    private func timelines(_ source: BatchOptions.Source, _ services: Services) async throws -> [TimelineID] {
        guard case .named(let timelines) = source else { return try await services.job.stages.allTimelines() }
        return timelines
    }

    private func listed(_ timeline: TimelineID, _ job: OverlayJob) async -> BatchPlan.Timeline {
        do {
            let selection = StageSelection(
                timeline: timeline,
                job: try batch.job.map(JobID.init),
                stage: try batch.stage.map(StageName.init)
            )
            let chosen = try batch.frames.map { try FrameSelection($0) }
            let stages = try await selection.addresses(in: job.stages)
            let frames = try await job.catalog.existingFrames(of: timeline)
            let wanted = frames.filter { chosen?.contains($0.number) ?? true }
            return BatchPlan.Timeline(id: timeline, frames: wanted, stageCount: stages.count)
        } catch {
            // Its shard says why, if it is still so by then.
            return BatchPlan.Timeline(id: timeline, frames: nil, stageCount: 0)
        }
    }

    private func end(_ manifest: ShardManifest, _ doubtful: [String]) throws {
        if manifest.status == .interrupted {
            let done = manifest.rendered + manifest.present
            let message = "Told to stop: \(done) overlays are there. Started again it does what is left."
            throw CommandFailure(message: message, exitCode: Interruption.exitCode)
        }
        if let failure = CommandFailure(of: manifest, batch.clip ? "overlays or clips" : "overlays") { throw failure }
        if !doubtful.isEmpty {
            let message =
                "These stages are probably drawn on the wrong frames, until it is declared which are meant: "
                + doubtful.joined(separator: ", ")
            throw CommandFailure(message: "\(message).", exitCode: CommandFailure.partialFailure)
        }
    }
}

extension CommandFailure {
    /// `nil` where nothing has failed. `what`: what may have.
    init?(of manifest: ShardManifest, _ what: String) {
        guard manifest.failed > 0 else { return nil }
        let isAway = manifest.away > 0
        let reason = isAway ? ", \(manifest.away) of them since a store or the database was away" : ""
        self.init(
            message: "\(manifest.failed) \(what) failed\(reason).",
            exitCode: isAway ? Self.storesAway : Self.partialFailure
        )
    }
}
