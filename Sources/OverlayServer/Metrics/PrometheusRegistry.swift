import CoreMetrics
import Synchronization

/// Keeps what is counted and timed through swift-metrics, and tells it in Prometheus' text format, version 0.0.4.
///
/// Names and labels are those that the callers give; timers become histograms in seconds.
final class PrometheusRegistry: MetricsFactory, Sendable {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The registry that swift-metrics uses in this process from the first time that it is asked for.
    static let shared: PrometheusRegistry = {
        let registry = PrometheusRegistry(help: MetricTable.help)
        MetricsSystem.bootstrap(registry)
        return registry
    }()

    /// A metric with one set of labels.
    private struct Series: Hashable {
        let name: String
        /// As they are written, such as `method="GET",status="200"`.
        let labels: String
    }

    private struct State {
        var counts: [Series: Count] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    private let help: [String: String]
    private let state = Mutex(State())

    /// `help`: what each metric is, by name.
    init(help: [String: String]) { self.help = help }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        count(label, dimensions)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { NOOPMetricsHandler.instance }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        histogram(label, dimensions)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { histogram(label, dimensions) }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    private func count(_ name: String, _ labels: [(String, String)]) -> Count {
        let series = Series(name: name, labels: PrometheusText.labels(labels))
        return state.withLock { state in
            if let known = state.counts[series] { return known }
            let count = Count()
            state.counts[series] = count
            return count
        }
    }

    private func histogram(_ name: String, _ labels: [(String, String)]) -> Histogram {
        let series = Series(name: name, labels: PrometheusText.labels(labels))
        return state.withLock { state in
            if let known = state.histograms[series] { return known }
            let histogram = Histogram()
            state.histograms[series] = histogram
            return histogram
        }
    }

    /// Everything that was counted so far, and `gauges` beside it.
    func text(with gauges: [Gauge]) -> String {
        let (counts, histograms) = state.withLock { ($0.counts, $0.histograms) }
        var text = PrometheusText(help: help)
        for gauge in gauges { text.add(gauge.name, gauge.kind, PrometheusText.labels(gauge.labels), gauge.value) }
        for (series, count) in counts { text.add(series.name, .counter, series.labels, Double(count.value)) }
        for (series, histogram) in histograms { text.add(series.name, series.labels, histogram.snapshot) }
        return text.description
    }

    /// What a value is at the moment when it is asked for.
    struct Gauge {
        let name: String
        var kind = PrometheusText.Kind.gauge
        var labels: [(String, String)] = []
        let value: Double
    }
}

/// A count that only grows.
private final class Count: CounterHandler, Sendable {
    private let count = Atomic<Int64>(0)

    var value: Int64 { count.load(ordering: .relaxed) }

    func increment(by amount: Int64) { count.add(amount, ordering: .relaxed) }

    func reset() {}
}

/// Durations in seconds.
private final class Histogram: TimerHandler, RecorderHandler, Sendable {
    private let state = Mutex(PrometheusText.Distribution())

    var snapshot: PrometheusText.Distribution { state.withLock(\.self) }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { state.withLock { $0.add(value) } }
}
