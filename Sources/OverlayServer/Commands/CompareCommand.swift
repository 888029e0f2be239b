import ArgumentParser
import Detections
import Foundation
import OverlayService
import Store

/// Holds what a job found against what another found: a regression test for pipelines.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Hold what a job found against what another job, or another stage, found.",
        discussion: """
            Things are matched by class and place (IoU; key points by OKS) so that the similarities add up to most. Without --stage all stages of both jobs are \
            compared. Ends with 1 where more than --tolerance of what was found is not the same on both sides. A frame of which one side alone speaks differs.

            EXAMPLES
              overlay-server compare --timeline T --job after --compare-job before
              overlay-server compare --timeline T --job J --stage track_objects --compare-stage annotations --ground-truth --json
              overlay-server compare --timeline T --job after --compare-job before --tolerance 0.02
            """
    )

    @Option(help: "The timeline.")
    var timeline: String
    @Option(help: "The job.")
    var job: String
    @Option(help: "The job that it is held against. Default: the same, with --compare-stage.")
    var compareJob: String?
    @Option(help: "One stage of it. Default: all that report detections in both jobs.")
    var stage: String?
    @Option(help: "The stage that it is held against. Default: the same.")
    var compareStage: String?
    @Option(help: "Frames, as 0-99,120. Default: all.")
    var frames: String?
    @Option(help: "How much of what was found may differ, 0 to 1.")
    var tolerance = 0.0
    @Option(help: "How much alike the places of one thing are at least. Default: 0.5.")
    var iouThreshold: String?
    @Option(help: "What is less alike has moved. Default: 0.9.")
    var sameIou: String?
    @Option(help: "What differs by more is another confidence. Default: 0.1.")
    var confidenceTolerance: String?
    @Option(help: "What is below it is not there, on both sides. Default: 0.")
    var minConfidence: String?
    @Flag(help: "Take the reference for what is really there, and tell precision, recall, MOTA and IDF1.")
    var groundTruth = false
    @Flag(help: "Write JSON: for each stage what …/comparison answers.")
    var json = false

    func validate() throws {
        guard 0...1 ~= tolerance else { throw ValidationError("--tolerance is a number from 0 to 1.") }
        guard compareJob != nil || compareStage != nil else {
            throw ValidationError("--compare-job or --compare-stage says what to compare with.")
        }
        guard compareStage == nil || stage != nil else {
            throw ValidationError("--compare-stage needs --stage: one stage is held against one.")
        }
    }

    func run() async throws {
        let frames = try frames.map { try FrameSelection($0) }
        let services = try await Services()
        let stages = try await stages(services)
        var reports: [ComparisonReport] = []
        for stage in stages.both {
            guard let subject = ComparisonSubject(stage, try style()) else { continue }
            reports.append(try await ComparisonReport(subject, frames, services))
        }
        if json {
            let bodies = try reports.map { String(decoding: try $0.answer.encoded(), as: UTF8.self) }
            let lone = String(decoding: try CanonicalJSON.encode(stages.lone), as: UTF8.self)
            print("{\"comparisons\":[\(bodies.joined(separator: ","))],\"stages_of_one_job\":\(lone)}")
        } else {
            for line in reports.flatMap(\.lines) { print(line) }
            for stage in stages.lone { print("\(stage): only one of the jobs has it") }
        }
        let different = reports.filter { $0.totals.difference > tolerance }.map(\.stage) + stages.lone
        guard different.isEmpty else {
            let message = "More than \(tolerance) differs: \(different.joined(separator: ", "))."
            throw CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
        }
    }

    private func style() throws -> Style {
        let given = [
            "compare_job": compareJob, "compare_stage": compareStage, "iou_threshold": iouThreshold,
            "same_iou": sameIou, "confidence_tolerance": confidenceTolerance, "min_confidence": minConfidence,
        ]
        var style = try Style(given.compactMapValues { $0.map { [$0] } })
        style.declareGroundTruth(groundTruth)
        return style
    }

    /// The stages to compare, and those that only one of the jobs has.
    private func stages(_ services: Services) async throws -> (both: [StageAddress], lone: [String]) {
        let (timeline, job) = (try TimelineID(timeline), try JobID(job))
        if let stage {
            return ([StageAddress(timeline: timeline, job: job, stage: try StageName(stage))], [])
        }
        let reader = services.job.stages
        let selection = StageSelection(timeline: timeline, job: job, stage: nil)
        let ours = try await selection.addresses(in: reader)
        let other = StageSelection(timeline: timeline, job: try compareJob.map(JobID.init) ?? job, stage: nil)
        let theirs = Set(try await other.addresses(in: reader).map(\.stage))
        let names = Set(ours.map(\.stage))
        let lone = names.symmetricDifference(theirs).map(\.text).sorted()
        return (ours.filter { theirs.contains($0.stage) }, lone)
    }
}

/// What a comparison comes to, for a person and for a program.
private struct ComparisonReport {
    let stage: String
    let totals: ComparisonTotals
    let answer: ComparisonAnswer
    let lines: [String]

    /// How many frames are named that differ most.
    private static let namedFrames = 10

    init(_ subject: ComparisonSubject, _ selection: FrameSelection?, _ services: Services) async throws {
        let job = services.job
        let current = try await job.aligned.stage(subject.current)
        let reference = try await job.aligned.reference(subject.reference)
        let size = try await job.findings.frameSize(of: subject.current.timeline).0
        let comparison = try await job.comparisons.comparison(of: current, with: reference, on: size, subject.rule)
        let frames = comparison.frames.filter { selection?.contains($0.number) ?? true }
        stage = subject.current.stage.text
        totals = ComparisonTotals(frames)
        let warnings = current.stageWarnings + reference.stageWarnings.filter { !current.stageWarnings.contains($0) }
        answer = ComparisonAnswer(comparison, of: frames, subject, warnings: warnings)
        lines = Self.lines(subject, totals, frames, comparison.metrics) + warnings.map { "  warning: \($0.detail)" }
    }

    private static func lines(
        _ subject: ComparisonSubject,
        _ totals: ComparisonTotals,
        _ frames: [TimelineComparison.Frame],
        _ metrics: TrackingMetrics?
    ) -> [String] {
        let counts = Difference.allCases.filter { totals.counts[$0] > 0 }
            .map { "\(totals.counts[$0]) \($0.words)" }
        let worst = frames.map { (number: $0.number, count: $0.thingCount - $0.counts[.same]) }.filter { $0.count > 0 }
            .sorted { (-$0.count, $0.number) < (-$1.count, $1.number) }
            .prefix(namedFrames).map { "\($0.number) (\($0.count))" }
        let percent = (totals.difference * 10_000).rounded() / 100
        return [
            "\(subject.current.stage): \(percent) % of \(totals.thingCount) things on \(totals.frameCount) frames differ",
            counts.isEmpty ? nil : "  \(counts.joined(separator: ", "))",
            totals.onlyCurrent == 0
                ? nil : "  \(totals.onlyCurrent) frames of which only job \(subject.current.job) speaks",
            totals.onlyReference == 0
                ? nil : "  \(totals.onlyReference) frames of which only the reference speaks",
            worst.isEmpty ? nil : "  differ most: frames \(worst.joined(separator: ", "))",
            metrics.map(line),
        ].compactMap(\.self)
    }

    private static func line(_ metrics: TrackingMetrics) -> String {
        let values = [
            ("precision", metrics.precision), ("recall", metrics.recall), ("MOTA", metrics.mota),
            ("IDF1", metrics.idf1),
        ]
        let texts = values.map { name, value in
            "\(name) \(value.map { String(($0 * 10_000).rounded() / 10_000) } ?? "–")"
        }
        return "  \(texts.joined(separator: ", ")), \(metrics.switches) identity switches"
    }
}
