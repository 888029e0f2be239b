import ArgumentParser
import Foundation
import Logging
import OverlayService
import Store

/// Serves, or renders a whole timeline with `--rerender`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve over HTTP (the default), or render a whole timeline with --rerender.",
        discussion: """
            EXAMPLES
              OVERLAY_PORT=9000 overlay-server
              overlay-server --rerender --timeline T
              overlay-server --rerender --timeline T --job J --stage S --frames 0-99,120 --shard 2/8 --min-confidence 0.5
              overlay-server --rerender --timeline T --dry-run --json
              overlay-server --rerender --timeline T --job J --stage S --clip
              overlay-server --rerender --all-timelines --shard auto --shards 40
            """
    )

    @Flag(help: "Render every overlay of timelines that is not there yet, and end.")
    var rerender = false
    @OptionGroup(title: "Rerender options")
    var batch: BatchOptions
    @OptionGroup(title: "Style options")
    var style: StyleOptions

    func run() async throws {
        // Before anything makes itself a logger.
        if try Configuration.current().logFormat == .json { LoggingSystem.bootstrap { JSONLogHandler(label: $0) } }
        if rerender {
            try await RerenderCommand(batch: batch, style: try style.style()).run()
        } else if batch.isGiven || style.isGiven {
            throw ValidationError("These options need --rerender.")
        } else {
            try await Server(services: Services()).run()
        }
    }
}
