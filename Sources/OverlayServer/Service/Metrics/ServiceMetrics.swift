import CoreMetrics
import Detections

/// What is counted of the service's own work; what each metric means is in `MetricTable`.
package enum ServiceMetrics {
    /// What became of an overlay or a picture that was asked for.
    enum Answer: String, CaseIterable {
        case made
        /// It was there already.
        case known
        /// There is no such thing, or the request was at fault.
        case refused
        /// The frame or the stage output cannot be read.
        case unusable
        /// Whoever asked has gone, or has waited for as long as anybody may.
        case cancelled
        case failed
    }

    /// Counts nothing of all that is to be seen when it happens for the first time: Prometheus sees no increase in a series that begins.
    package static func begin() {
        for answer in Answer.allCases where answer != .made { count(answer, way: nil, by: 0) }
        for way in OverlayWay.allCases { count(.made, way: way, by: 0) }
        Counter(label: "object_store_retries_total").increment(by: 0)
        MeteredObjectStore.begin()
        RecentRows.begin()
    }

    /// An overlay or a picture that was answered for; `way` is `nil` where it was there.
    static func answered(_ way: OverlayWay?, _ report: SceneReport, _ timings: Timings) {
        count(way == nil ? .known : .made, way: way)
        for (step, milliseconds) in timings.milliseconds {
            Timer(label: "overlay_step_duration_seconds", dimensions: [("step", step)])
                .recordNanoseconds(Int64(milliseconds * 1e6))
        }
        guard way != nil else { return }
        for part in report.skipped {
            Counter(label: "overlay_skipped_parts_total", dimensions: [("code", part.code.rawValue)]).increment()
        }
    }

    /// One that could not be given.
    static func failed(_ error: any Error) { count(Failure(reporting: error).kind.answer, way: nil) }

    /// One that was looked for in `cache`.
    static func looked(in cache: StaticString, isHit: Bool) {
        let labels = [("cache", "\(cache)"), ("outcome", isHit ? "hit" : "miss")]
        Counter(label: "cache_requests_total", dimensions: labels).increment()
    }

    private static func count(_ answer: Answer, way: OverlayWay?, by count: Int = 1) {
        let labels = [("way", way?.rawValue ?? "none"), ("outcome", answer.rawValue)]
        Counter(label: "overlay_answers_total", dimensions: labels).increment(by: count)
    }
}

extension Failure.Kind {
    fileprivate var answer: ServiceMetrics.Answer {
        switch self {
        case .malformed, .forbidden, .unknown: .refused
        case .frameUnreadable, .stageOutputUnreadable, .objectUnusable: .unusable
        case .cancelled: .cancelled
        case .overload, .late, .frameChanged, .storeUnavailable, .databaseUnavailable, .storeRefuses, .storeFull,
            .unsupported, .internal:
            .failed
        }
    }
}
