import ArgumentParser
import Foundation
import OverlayService
import Store

/// Adds up what the shards of a run have done.
struct BatchReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch-report",
        abstract: "Say what the shards of a run of --rerender have done, which are missing, and what failed.",
        discussion: """
            Ends as --rerender does: 0 where everything is there, 1 where a shard is missing or was interrupted or frames failed, 3 where a store or the
            database was away.

            EXAMPLES
              overlay-server batch-report --run rerender-2024-05
              overlay-server batch-report --run "$SLURM_ARRAY_JOB_ID" --json
            """
    )

    @Option(help: "The run.")
    var run: String
    @Flag(help: "Write the report as a JSON object to standard output.")
    var json = false

    /// How many failures are told of one by one.
    private static let shownCount = 50

    func run() async throws {
        let services = try await Services()
        let batch = try BatchRun(run, in: services.objects, under: services.configuration.overlayKeyPrefix)
        guard let plan = try await batch.storedPlan() else {
            throw CommandFailure(message: "There is no run \(run).", exitCode: CommandFailure.usage)
        }
        let report = BatchReport(run: run, shardCount: plan.shards, try await batch.manifests())
        if json {
            FileHandle.standardOutput.write(try CanonicalJSON.encode(report) + Data("\n".utf8))
        } else {
            for line in report.lines(shownCount: Self.shownCount) { print(line) }
        }
        if report.away > 0 {
            throw CommandFailure(message: "A store or the database was away.", exitCode: CommandFailure.storesAway)
        }
        if !report.isComplete {
            throw CommandFailure(message: "Not everything is there.", exitCode: CommandFailure.partialFailure)
        }
    }
}

/// What all shards of a run have done together.
struct BatchReport: Encodable {
    let run: String
    let shards: Int
    /// Shards that have left no word.
    let missing: [Int]
    let interrupted: [Int]
    let rendered: Int
    let present: Int
    let failed: Int
    let away: Int
    let skipped_count: Int
    let bytes: Int
    /// Of all shards together.
    let seconds: Double
    let failures: [ShardManifest.Failure]

    init(run: String, shardCount: Int, _ manifests: [ShardManifest]) {
        self.run = run
        shards = shardCount
        missing = Set(1...max(shardCount, 1)).subtracting(manifests.map(\.shard)).sorted()
        interrupted = manifests.filter { $0.status == .interrupted }.map(\.shard)
        let sum = { (count: (ShardManifest) -> Int) in manifests.reduce(0) { $0 + count($1) } }
        rendered = sum(\.rendered)
        present = sum(\.present)
        failed = sum(\.failed)
        away = sum(\.away)
        skipped_count = sum(\.skipped_count)
        bytes = sum(\.bytes)
        seconds = manifests.reduce(0) { $0 + $1.seconds }
        failures = manifests.flatMap(\.failures)
    }

    var isComplete: Bool { missing.isEmpty && interrupted.isEmpty && failed == 0 }

    func lines(shownCount: Int) -> [String] {
        let numbers = { (shards: [Int]) in shards.map { "\($0)" }.joined(separator: ", ") }
        let time = seconds.formatted(.number.precision(.fractionLength(1)))
        var lines = [
            "Run \(run): \(shards) shards; \(rendered) overlays rendered, \(present) present, \(failed) failed.",
            "\(bytes) bytes in \(time) s of all shards together.",
        ]
        if !missing.isEmpty { lines.append("Shards that have left no word: \(numbers(missing)).") }
        if !interrupted.isEmpty { lines.append("Shards that were told to stop: \(numbers(interrupted)).") }
        if skipped_count > 0 { lines.append("\(skipped_count) parts of stage outputs could not be drawn.") }
        for failure in failures.prefix(shownCount) {
            let place = [failure.job_id, failure.stage, failure.frame.map { "frame \($0)" }].compactMap(\.self)
            lines.append("failed: \(([failure.timeline_id] + place).joined(separator: "/")): \(failure.detail)")
        }
        if failed > shownCount { lines.append("… and \(failed - shownCount) more; --json has them.") }
        return lines
    }
}
