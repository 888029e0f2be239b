import CoreMetrics

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

    static func count(_ answer: Answer, way: String = "none", by count: Int = 1) {
        let labels = [("way", way), ("outcome", answer.rawValue)]
        Counter(label: "overlay_answers_total", dimensions: labels).increment(by: count)
    }

    /// One that could not be given.
    static func failed(_ error: any Error) { count(Failure(reporting: error).kind.answer) }

    /// What each step of an overlay took.
    static func took(_ timings: Timings) {
        for (step, milliseconds) in timings.milliseconds {
            Timer(label: "overlay_step_duration_seconds", dimensions: [("step", step)])
                .recordNanoseconds(Int64(milliseconds * 1e6))
        }
    }

    /// A part of a stage output that could not be drawn.
    static func skipped(code: String) {
        Counter(label: "overlay_skipped_parts_total", dimensions: [("code", code)]).increment()
    }

    /// One that was looked for in `cache`.
    static func looked(in cache: StaticString, isHit: Bool) {
        let labels = [("cache", "\(cache)"), ("outcome", isHit ? "hit" : "miss")]
        Counter(label: "cache_requests_total", dimensions: labels).increment()
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
