import Foundation
import Store

/// Runs a batch, shows how far it is, and says at the end what was made and where it lies.
struct RerenderCommand: Sendable {
    let options: RerenderOptions
    let isJSON: Bool

    func run() async throws {
        let services = try await Services()
        let rerender = Rerender(services: services, options: options)
        let progress = Progress(form: isJSON ? .ndjson : isatty(STDERR_FILENO) == 1 ? .terminal : .lines)
        let outcomes = try await rerender.run { progress.report($0, total: $1) }
        if !isJSON { summarize(outcomes, overlays: "\(services.objects)") }
        if !options.isDryRun { try await writeManifest(outcomes, of: rerender) }
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

    private func writeManifest(_ outcomes: [RerenderOutcome], of rerender: Rerender) async throws {
        let key = try rerender.manifestKey()
        do {
            try await rerender.writeManifest(outcomes, to: key)
        } catch {
            let message = "The manifest cannot be written: \(Problem.sentence(for: error))"
            throw CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
        }
        if !isJSON { print("Manifest: \(key)") }
    }
}
