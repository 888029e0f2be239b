import Foundation

/// Runs a batch, shows how far it is, and says at the end what was made and where it lies.
struct RerenderCommand: Sendable {
    let options: RerenderOptions
    let isJSON: Bool

    func run() async throws {
        let services = try Services()
        let rerender = Rerender(services: services, options: options)
        let progress = Progress(form: isJSON ? .ndjson : isatty(STDERR_FILENO) == 1 ? .terminal : .lines)
        let outcomes = try await rerender.run { progress.report($0, total: $1) }
        let counts = Dictionary(grouping: outcomes, by: \.status).mapValues(\.count)
        if !isJSON { try summarize(counts, outcomes, rerender, services) }
        if let failed = counts["failed"] {
            throw CommandFailure(message: "\(failed) overlays failed.", exitCode: CommandFailure.partialFailure)
        }
    }

    private func summarize(
        _ counts: [String: Int],
        _ outcomes: [RerenderOutcome],
        _ rerender: Rerender,
        _ services: Services
    ) throws {
        let words = ["rendered", "present", "missing", "failed"]
        let line = words.compactMap { word in counts[word].map { "\($0) \(word)" } }.joined(separator: ", ")
        print("Timeline \(options.timeline): \(line.isEmpty ? "nothing to render" : line).")
        let skipped = outcomes.reduce(0) { $0 + $1.skippedCount }
        if skipped > 0 { print("\(skipped) detections could not be drawn; each answer and the manifest name them.") }
        guard !options.isDryRun else { return }
        print("Overlays: \(services.objects), below \(services.configuration.overlayKeyPrefix)\(options.timeline)/")
        print("Manifest: \(try rerender.manifestKey())")
    }
}

extension RerenderOutcome {
    fileprivate var skippedCount: Int {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.plan.skipped.count
        case .missing, .failed: 0
        }
    }
}
