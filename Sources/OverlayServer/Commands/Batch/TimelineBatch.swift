import Detections
import Foundation
import OverlayService
import Store

/// Renders one timeline of a batch, and tells what was made of it.
struct TimelineBatch: Sendable {
    let options: RerenderOptions
    let makesClips: Bool
    let isJSON: Bool
    let services: Services

    /// Adds each outcome to `manifest`, and gives the stages whose overlays are probably on the wrong frames.
    func run(
        until isStopped: @escaping @Sendable () -> Bool,
        _ manifest: inout ShardManifest
    ) async throws -> [String] {
        let rerender = Rerender(job: services.job, options: options)
        let reports = try await rerender.stageReports()
        for report in reports { tell(report) }
        let progress = BatchProgress(form: isJSON ? .ndjson : isatty(STDERR_FILENO) == 1 ? .terminal : .lines)
        let outcomes = try await rerender.run(until: isStopped) { progress.report($0, total: $1) }
        for outcome in outcomes { manifest.add(outcome) }
        if !isJSON { summarize(outcomes, overlays: "\(services.objects)") }
        var clips: [ClipOutcome]?
        if makesClips, !isStopped() {
            clips = await BatchClips(services.clips, of: services.job, options: options).run(outcomes)
        }
        for clip in clips ?? [] {
            manifest.add(clip)
            tell(clip)
        }
        if !options.isDryRun {
            try await writeManifest(Manifest(outcomes, reports, clips: clips, of: options.timeline))
        }
        return reports.filter(\.needsDeclaration).map { "\($0.stage.job)/\($0.stage.stage)" }
    }

    /// Says what looks wrong in a stage: before its overlays, so that nobody has to look for it among them.
    private func tell(_ report: StageReport) {
        if isJSON {
            guard let line = try? CanonicalJSON.encode(StageReportEntry(report)) else { return }
            return FileHandle.standardOutput.write(line + Data("\n".utf8))
        }
        print("Job \(report.stage.job), stage \(report.stage.stage):")
        for warning in report.warnings {
            print("  warning: \(warning.detail)")
            if let declaration = warning.declare { print("  declare: \(declaration)") }
        }
    }

    private func tell(_ clip: ClipOutcome) {
        let place = "job \(clip.stage.job), stage \(clip.stage.stage)"
        if case .failed(_, let failure, let cause) = clip {
            FileHandle.standardError.write(Data("failed: \(place), clip: \(failure.detail) (\(cause))\n".utf8))
        }
        if isJSON {
            guard let line = try? CanonicalJSON.encode(["clip": ClipEntry(clip)]) else { return }
            return FileHandle.standardOutput.write(line + Data("\n".utf8))
        }
        guard let made = clip.clip else { return }
        let cards =
            made.lostCount == 0 ? "" : ", \(made.lostCount) of them cards for frames that there is no picture of"
        print("Clip \(clip.status): \(made.key), \(made.request.frames.count) frames\(cards)")
    }

    private func summarize(_ outcomes: [RerenderOutcome], overlays: String) {
        let counts = Dictionary(grouping: outcomes, by: \.status).mapValues(\.count)
        let words = ["rendered", "present", "missing", "failed"]
        let line = words.compactMap { word in counts[word].map { "\($0) \(word)" } }.joined(separator: ", ")
        print("Timeline \(options.timeline): \(line.isEmpty ? "nothing to render" : line).")
        let reasons = outcomes.compactMap(\.reason)
        if !reasons.isEmpty {
            let counts = Dictionary(grouping: reasons, by: \.self).map { "\($1.count) since \($0.sentence)" }.sorted()
            print("\(reasons.count) JPEGs were decoded and coded anew: \(counts.joined(separator: ", ")).")
        }
        let skipped = outcomes.reduce(0) { $0 + $1.skippedCount }
        if skipped > 0 { print("\(skipped) parts of stage outputs could not be drawn; the manifest names them.") }
        if !options.isDryRun { print("Overlays: \(overlays)") }
    }

    /// Puts a list of all outcomes into the bucket of the overlays.
    private func writeManifest(_ manifest: Manifest) async throws {
        let key = try options.manifestKey(under: services.configuration.overlayKeyPrefix)
        do {
            let bytes = Array(try CanonicalJSON.encode(manifest))
            _ = try await services.objects.put(key, bytes, contentType: "application/json", mode: .overwrite)
        } catch {
            let message = "The manifest cannot be written: \(CommandFailure(reporting: error).message)"
            throw CommandFailure(message: message, exitCode: CommandFailure(reporting: error).exitCode)
        }
        if !isJSON { print("Manifest: \(key)") }
    }
}
