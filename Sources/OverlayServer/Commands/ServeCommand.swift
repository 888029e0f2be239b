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
            """
    )

    @Flag(help: "Render every overlay of a timeline that is not there yet, and end.")
    var rerender = false
    @OptionGroup(title: "Rerender options")
    var batch: BatchOptions
    @OptionGroup(title: "Style options")
    var style: StyleOptions

    func run() async throws {
        // Before anything makes itself a logger.
        if try Configuration.current().logFormat == .json { LoggingSystem.bootstrap { JSONLogHandler(label: $0) } }
        if rerender {
            try await RerenderCommand(options: try batch.options(style: try style.style()), isJSON: batch.json).run()
        } else if batch.isGiven || style.isGiven {
            throw ValidationError("These options need --rerender.")
        } else {
            try await Server(services: Services()).run()
        }
    }
}

/// What a batch run is to render, as command line options.
struct BatchOptions: ParsableArguments {
    @Option(help: "The timeline to render.")
    var timeline: String?
    @Option(help: "One job of it. Default: all.")
    var job: String?
    @Option(help: "One stage of it. Default: all that report detections.")
    var stage: String?
    @Option(help: "Frames, as 0-99,120. Default: all.")
    var frames: String?
    @Option(help: "One part of several, as 2/8.")
    var shard: String?
    @Flag(help: "Render what is there already, too.")
    var force = false
    @Flag(help: "Say what would be rendered, and render nothing.")
    var dryRun = false
    @Flag(help: "Write a JSON object for every overlay, a line each, to standard output.")
    var json = false

    var isGiven: Bool {
        [timeline, job, stage, frames, shard].contains { $0 != nil } || force || dryRun || json
    }

    func options(style: Style) throws -> RerenderOptions {
        guard let timeline else { throw ValidationError("--rerender needs --timeline.") }
        guard let shard = shard.map(Shard.init) ?? .whole else {
            throw ValidationError("--shard takes a part of several, as 2/8.")
        }
        return RerenderOptions(
            timeline: try TimelineID(timeline),
            job: try job.map(JobID.init),
            stage: try stage.map(StageName.init),
            frames: try frames.map { try FrameSelection($0) },
            shard: shard,
            isForced: force,
            isDryRun: dryRun,
            style: style
        )
    }
}
