import CoreMetrics
import Detections

extension ServiceMetrics {
    /// Counts nothing of all that is to be seen when it happens for the first time: Prometheus sees no increase in a series that begins.
    package static func begin() {
        for answer in Answer.allCases where answer != .made { count(answer, by: 0) }
        for way in OverlayWay.allCases { count(.made, way: way.rawValue, by: 0) }
        Counter(label: "object_store_retries_total").increment(by: 0)
        MeteredObjectStore.begin()
        RecentRows.begin()
    }

    /// An overlay or a picture that was answered for; `way` is `nil` where it was there.
    static func answered(_ way: OverlayWay?, _ report: SceneReport, _ timings: Timings) {
        took(timings)
        guard let way else { return count(.known) }
        count(.made, way: way.rawValue)
        for part in report.skipped { skipped(code: part.code.rawValue) }
    }
}
