import CoreMetrics
import Detections

/// What is counted of the service's own work; what each metric means is in `MetricTable`.
enum ServiceMetrics {
    /// An overlay or a picture that was answered for.
    static func answered(_ way: OverlayWay?, _ report: SceneReport, _ timings: Timings) {
        count("overlay_answers_total", [("way", way?.rawValue ?? "none"), ("outcome", way == nil ? "known" : "made")])
        for (step, milliseconds) in timings.milliseconds {
            Timer(label: "overlay_step_duration_seconds", dimensions: [("step", step)])
                .recordNanoseconds(Int64(milliseconds * 1e6))
        }
        guard way != nil else { return }
        for part in report.skipped { count("overlay_skipped_parts_total", [("code", part.code.rawValue)]) }
    }

    static func failed() { count("overlay_answers_total", [("way", "none"), ("outcome", "failed")]) }

    /// One that was looked for in `cache`.
    static func looked(in cache: StaticString, isHit: Bool) {
        count("cache_requests_total", [("cache", "\(cache)"), ("outcome", isHit ? "hit" : "miss")])
    }

    private static func count(_ name: String, _ labels: [(String, String)]) {
        Counter(label: name, dimensions: labels).increment()
    }
}
