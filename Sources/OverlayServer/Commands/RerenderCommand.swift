import Foundation
import OverlayService
import Store

/// Runs a batch, shows how far it is, and says at the end what was made and where it lies.
struct RerenderCommand: Sendable {
    let options: RerenderOptions
    let isJSON: Bool

    func run() async throws {
        let services = try await Services()
        let rerender = Rerender(job: services.job, options: options)
        let progress = BatchProgress(form: isJSON ? .ndjson : isatty(STDERR_FILENO) == 1 ? .terminal : .lines)
        let outcomes = try await rerender.run { progress.report($0, total: $1) }
        if !isJSON { summarize(outcomes, overlays: "\(services.objects)") }
        if !options.isDryRun { try await writeManifest(outcomes, services) }
        let failed = outcomes.count { $0.status == "failed" }
        if failed > 0 {
            throw CommandFailure(message: "\(failed) overlays failed.", exitCode: CommandFailure.partialFailure)
        }
    }

    private func summarize(_ outcomes: [RerenderOutcome], overlays: String) {
        let counts = Dictionary(grouping: outcomes, by: \.status).mapValues(\.count)
        let words = ["rendered", "present", "missing", "failed"]
        let line = words.compactMap { word in counts[word].map { "\($0) \(word)" } }.joined(separator: ", ")
        print("Timeline \(options.timeline): \(line.isEmpty ? "nothing to render" : line).")
        let skipped = outcomes.reduce(0) { $0 + $1.skippedCount }
        if skipped > 0 { print("\(skipped) parts of stage outputs could not be drawn; the manifest names them.") }
        if !options.isDryRun { print("Overlays: \(overlays)") }
    }

    /// Puts a list of all outcomes into the bucket of the overlays.
    private func writeManifest(_ outcomes: [RerenderOutcome], _ services: Services) async throws {
        let key = try options.manifestKey(under: services.configuration.overlayKeyPrefix)
        do {
            let bytes = Array(try CanonicalJSON.encode(Manifest(outcomes, of: options.timeline)))
            _ = try await services.objects.put(key, bytes, contentType: "application/json", mode: .overwrite)
        } catch {
            let message = "The manifest cannot be written: \(CommandFailure(reporting: error).message)"
            throw CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
        }
        if !isJSON { print("Manifest: \(key)") }
    }
}
