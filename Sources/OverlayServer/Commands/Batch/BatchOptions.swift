import ArgumentParser
import Foundation
import OverlayService
import Store

/// What a batch run is to render, as command line options.
struct BatchOptions: ParsableArguments {
    @Option(help: "The timeline to render; may be given several times.")
    var timeline: [String] = []
    @Option(help: "A file with the name of a timeline on each line; - for standard input.")
    var timelines: String?
    @Flag(help: "Render every timeline that has stage outputs.")
    var allTimelines = false
    @Option(help: "One job of it. Default: all.")
    var job: String?
    @Option(help: "One stage of it. Default: all that report detections.")
    var stage: String?
    @Option(help: "Frames, as 0-99,120. Default: all.")
    var frames: String?
    @Option(help: "One part of several, as 2/8; auto: as the engine says (Kubernetes, Slurm, AWS Batch).")
    var shard: String?
    @Option(help: "With --shard auto: how many parts there are. Default: as many as the engine says.")
    var shards: Int?
    @Option(
        help: "What the batch is called that this is a part of. Default with --shard auto: the engine's name for it."
    )
    var run: String?
    @Flag(help: "Then make a film of each stage's overlays, and put it beside them.")
    var clip = false
    @Flag(help: "Render what is there already, too.")
    var force = false
    @Flag(help: "Say what would be rendered, and render nothing.")
    var dryRun = false
    @Flag(help: "Write a JSON object for every overlay, a line each, to standard output.")
    var json = false

    var isGiven: Bool {
        [timelines, job, stage, frames, shard, run].contains { $0 != nil } || shards != nil || !timeline.isEmpty
            || allTimelines || force || dryRun || json || clip
    }

    /// Where the timelines are named.
    enum Source: Equatable {
        case named([TimelineID])
        case all
    }

    func source() throws -> Source {
        guard [!timeline.isEmpty, timelines != nil, allTimelines].count(where: { $0 }) == 1 else {
            throw ValidationError("--rerender needs --timeline, --timelines or --all-timelines, and one of them.")
        }
        if allTimelines { return .all }
        let names = try timelines.map(Self.lines) ?? timeline
        guard !names.isEmpty else { throw ValidationError("--timelines names no timeline.") }
        var seen: Set<String> = []
        return .named(try names.filter { seen.insert($0).inserted }.map { try TimelineID($0) })
    }

    private static func lines(of path: String) throws -> [String] {
        guard
            let bytes = path == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
        else { throw ValidationError("--timelines: there is no file \(path).") }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// The part that this process is, and what the whole is called, where it has a name.
    func part(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> (
        shard: Shard, run: String?
    ) {
        guard shard == "auto" else {
            guard shards == nil else { throw ValidationError("--shards goes with --shard auto.") }
            guard let shard = shard.map(Shard.init) ?? .whole else {
                throw ValidationError("--shard takes a part of several, as 2/8, or auto.")
            }
            return (shard, run)
        }
        guard let engine = BatchEngine(environment) else {
            let names = BatchEngine.indexVariables.joined(separator: ", ")
            throw ValidationError("--shard auto: none of \(names) is set to a number.")
        }
        guard let count = shards ?? engine.count else {
            throw ValidationError("--shard auto needs --shards: the engine does not say how many parts the whole has.")
        }
        guard let shard = Shard(index: engine.index + 1, of: count) else {
            throw ValidationError("--shard auto: there is no part \(engine.index + 1) of \(count).")
        }
        return (shard, run ?? engine.run)
    }

    /// Throws where clips are asked for that no part of several can make.
    func checkClips(_ shard: Shard) throws {
        guard clip, shard != .whole else { return }
        throw ValidationError(
            "--clip does not go with --shard: a clip has the overlays of all frames, and a shard draws a part of them. "
                + "Make it when all shards are done, with --rerender --clip without --shard."
        )
    }

    /// What is asked for, whichever part of it.
    func request(style: Style) -> String {
        let names = allTimelines ? ["all"] : timeline
        return ([job, stage, frames].map { $0 ?? "*" } + names + [style.query]).joined(separator: " ")
    }

    func options(_ timeline: TimelineID, _ planned: String?, _ shard: Shard, style: Style) throws -> RerenderOptions {
        RerenderOptions(
            timeline: timeline,
            job: try job.map(JobID.init),
            stage: try stage.map(StageName.init),
            frames: try (planned ?? frames).map { try FrameSelection($0) },
            shard: shard,
            isPlanned: planned != nil,
            isForced: force,
            isDryRun: dryRun,
            style: style
        )
    }
}
