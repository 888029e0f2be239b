import CoreMetrics

/// What is counted of the service's own work; what each metric means is in `MetricTable`.
enum ServiceMetrics {
    /// What each step of an overlay took.
    static func took(_ timings: Timings) {
        for (step, milliseconds) in timings.milliseconds {
            Timer(label: "overlay_step_duration_seconds", dimensions: [("step", step)])
                .recordNanoseconds(Int64(milliseconds * 1e6))
        }
    }

    static func failed() { count("overlay_answers_total", [("way", "none"), ("outcome", "failed")]) }

    /// One that was looked for in `cache`.
    static func looked(in cache: StaticString, isHit: Bool) {
        count("cache_requests_total", [("cache", "\(cache)"), ("outcome", isHit ? "hit" : "miss")])
    }

    static func count(_ name: String, _ labels: [(String, String)]) {
        Counter(label: name, dimensions: labels).increment()
    }
}
