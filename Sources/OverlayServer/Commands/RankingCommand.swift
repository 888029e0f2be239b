import ArgumentParser
import OverlayService
import Store

/// Names the frames that a person should look at first.
struct RankingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ranking",
        abstract: "Name the frames that a person should look at first.",
        discussion: """
            EXAMPLES
              overlay-server ranking --timeline T --job J --stage track_objects --by track_breaks
              overlay-server ranking --timeline T --job after --stage detect_people --by difference --compare-job before --json
            """
    )

    @OptionGroup var stage: StageOptions
    @Option(help: "By what.")
    var by: FrameRanking.Criterion
    @Option(help: "By difference: the job that it is held against.")
    var compareJob: String?
    @Option(help: "By difference: the stage that it is held against.")
    var compareStage: String?
    @Option(help: "How many frames, 1 to 1000.")
    var limit = 20
    @Flag(help: "Write JSON: what …/ranking answers.")
    var json = false

    func validate() throws {
        guard 1...1000 ~= limit else { throw ValidationError("--limit takes a whole number from 1 to 1000.") }
        guard by == .difference || (compareJob == nil && compareStage == nil) else {
            throw ValidationError("--compare-job and --compare-stage go with --by difference.")
        }
    }

    func run() async throws {
        let services = try await Services()
        let ranker = FrameRanker(
            stages: services.job.aligned,
            findings: services.job.findings,
            comparisons: services.job.comparisons,
            digests: services.job.digests
        )
        let address = try stage.address()
        let given = ["compare_job": compareJob, "compare_stage": compareStage].compactMapValues { $0.map { [$0] } }
        let ranking = try await ranker.ranking(of: try await ranker.subject(address, by: by, try Style(given)))
        let answer = RankingAnswer(ranking, by: by, limit: limit)
        if json {
            print(String(decoding: try CanonicalJSON.encode(answer), as: UTF8.self))
        } else {
            for entry in answer.frames { print("frame \(entry.frame): \(entry.score) (\(entry.detail))") }
            if answer.frames.isEmpty { print("No frame has any.") }
        }
    }
}

extension FrameRanking.Criterion: ExpressibleByArgument {}
