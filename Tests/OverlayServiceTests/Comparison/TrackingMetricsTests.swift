import Detections
import Foundation
import Store
import Testing

@testable import OverlayService

/// The figures of other tools for the same files; `scripts/make-tracking-figures` makes them.
private struct Figures: Decodable {
    struct Motmetrics: Decodable {
        let precision, recall, mota, idf1: Double
        let num_false_positives, num_misses, num_switches, idtp: Int
    }

    struct TrackEval: Decodable {
        let CLR_Pr, CLR_Re, MOTA, IDF1: Double
        let CLR_FP, CLR_FN, IDSW, IDTP: Int
    }

    let motmetrics: Motmetrics
    let trackeval: TrackEval
}

@Suite("Metrics of tracking")
struct TrackingMetricsTests {
    private static func file(_ name: String) throws -> [UInt8] {
        let folder = try #require(Bundle.module.resourceURL).appending(path: "Tracking")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func output(_ name: String) throws -> MergedStageOutput {
        let identity = StageOutputRow.Identity(id: StageOutputID("1"), revision: name)
        return MergedStageOutput(parts: [.init(.init(identity), try StageOutput(json: file(name), declared: "mot"))])
    }

    @Test(
        "are those of motmetrics and TrackEval",
        arguments: ["TUD-Campus", "TUD-Stadtmitte", "crossings", "gaps", "thresholds"]
    )
    func figures(name: String) async throws {
        var json = try #require(
            JSONSerialization.jsonObject(with: Data(try Self.file("expected.json"))) as? [String: Any]
        )
        json["versions"] = nil
        let data = try JSONSerialization.data(withJSONObject: json)
        let figures = try #require(JSONDecoder().decode([String: Figures].self, from: data)[name])
        var rule = ComparisonRule()
        rule.isGroundTruth = true
        let comparison = try await Comparisons(
            limits: WorkLimits(renderConcurrency: 2, queueLimit: 10, ioConcurrency: 4, renderBytes: 1 << 20)
        ).comparison(
            of: Self.output("\(name).test.txt"),
            with: Self.output("\(name).gt.txt"),
            on: try #require(FrameSize(width: 4000, height: 4000)),
            rule
        )
        let metrics = try #require(comparison.metrics)
        let (mot, eval) = (figures.motmetrics, figures.trackeval)
        for (ours, theirs) in [
            (metrics.precision, mot.precision), (metrics.precision, eval.CLR_Pr), (metrics.recall, mot.recall),
            (metrics.recall, eval.CLR_Re), (metrics.mota, mot.mota), (metrics.mota, eval.MOTA),
            (metrics.idf1, mot.idf1), (metrics.idf1, eval.IDF1),
        ] {
            #expect(abs(try #require(ours) - theirs) < 5e-5)
        }
        #expect(metrics.falsePositives == mot.num_false_positives && metrics.falsePositives == eval.CLR_FP)
        #expect(metrics.misses == mot.num_misses && metrics.misses == eval.CLR_FN)
        #expect(metrics.switches == mot.num_switches && metrics.switches == eval.IDSW)
        #expect(metrics.identityMatches == mot.idtp && metrics.identityMatches == eval.IDTP)
    }
}
