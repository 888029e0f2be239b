import Logging
import OverlayService
import ServiceLifecycle

/// Prunes while the server serves: soon after it has begun, and every hour.
struct PruningService: Service {
    let pruning: Pruning
    private static let interval = Duration.seconds(3600)

    func run() async throws {
        let logger = Logger(label: "pruning")
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let report = try await pruning.run()
                    let pruned = "\(report.prunedCount) of \(report.count) objects, \(report.prunedBytes) bytes"
                    if report.prunedCount > 0 { logger.info("pruned \(pruned)") }
                } catch {
                    logger.warning("overlays cannot be pruned", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
