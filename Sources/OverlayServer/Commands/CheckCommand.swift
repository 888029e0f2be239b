import ArgumentParser
import Foundation
import OverlayService
import Render
import Store

/// Tries everything the service depends on, and says what is wrong and which variable to change.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Try every configured dependency and say what is wrong.",
        discussion: """
            EXAMPLE
              DATABASE_URL=postgres://reader@db/mpr S3_BUCKET_OUT=mpr-media-out overlay-server check
            """
    )

    func run() async throws {
        let services = try await Services()
        for line in services.configuration.summary { print("   \(line)") }
        var failures = 0
        for check in Self.checks(of: services) {
            do {
                try await check.run()
                print("ok \(check.name)")
            } catch {
                if check.isNeeded { failures += 1 }
                print("\(check.isNeeded ? "!!" : "??") \(check.name)")
                print(CheckAdvice(error, configuration: services.configuration).text)
            }
        }
        if let index = try? await (services.stores.stageOutputs as? PostgresStageOutputStore)?.missingIndex() {
            print("?? stage outputs: no index begins with the timeline; to find its rows quickly, run\n     \(index)")
        }
        if failures > 0 {
            let message = failures == 1 ? "1 check failed." : "\(failures) checks failed."
            throw CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
        }
    }

    private struct Check {
        let name: String
        /// Whether the service cannot do its work without it.
        var isNeeded = true
        let run: @Sendable () async throws -> Void
    }

    private static func checks(of services: Services) -> [Check] {
        let (frames, videos) = (services.stores.media.store(.out), services.stores.media.store(.in))
        let stageOutputs = services.stores.stageOutputs
        let framePrefix = services.configuration.frameKeyTemplate.commonPrefix
        let overlayPrefix = services.configuration.overlayKeyPrefix
        return [
            Check(name: "frames: list (\(frames), \(framePrefix))") {
                try await frames.check(.reading, under: framePrefix)
            },
            Check(name: "overlays: put (\(frames), \(overlayPrefix))") {
                try await frames.check(.writing, under: overlayPrefix)
            },
            Check(name: "overlays: list, for --rerender", isNeeded: false) {
                try await frames.check(.reading, under: overlayPrefix)
            },
            Check(name: "clock: the object store's and this machine's agree") { try checkClock(of: frames) },
            Check(name: "source videos: list (\(videos))", isNeeded: false) { try await videos.check(.reading) },
            Check(name: "stage outputs: read (\(stageOutputs))") { try await stageOutputs.check() },
            Check(name: "checkpoints: read, where CHECKPOINT_TABLE names any", isNeeded: false) {
                _ = try await stageOutputs.parents(of: [JobID("none")])
            },
            Check(name: "fonts: draw a label") { _ = services.job.painter.text.line("person 0.87", size: 16) },
        ]
    }

    /// Requests are signed with the store's time once it has refused this machine's; everything else is not.
    private static func checkClock(of objects: any ObjectStore) throws {
        guard let offset = (objects as? S3ObjectStore)?.clockOffset, offset != 0 else { return }
        throw ObjectStoreError.refused(.clockSkew(seconds: Int(offset)), detail: "the Date of its answers")
    }
}
