import CoreMetrics
import Foundation
import HTTPTypes
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("Metrics")
struct MetricsTests {
    @Test("are counts and histograms in Prometheus' text format")
    func text() {
        let registry = PrometheusRegistry(help: ["a_total": "As.", "b_seconds": "Bs."])
        for _ in 0..<2 {
            Counter(label: "a_total", dimensions: [("kind", "say \"hi\"\\\n")], factory: registry).increment(by: 3)
        }
        Counter(label: "a_total", dimensions: [("kind", "b")], factory: registry).increment()
        let timer = Timer(label: "b_seconds", dimensions: [("step", "draw")], factory: registry)
        for milliseconds in [1, 3, 3, 40_000] { timer.recordNanoseconds(milliseconds * 1_000_000) }
        let text = registry.text(with: [.init(name: "c", value: 1.5), .init(name: "d", kind: .counter, value: 2)])
        let lines = text.split(separator: "\n")
        #expect(
            lines.prefix(4) == [
                "# HELP a_total As.", "# TYPE a_total counter", #"a_total{kind="b"} 1"#,
                #"a_total{kind="say \"hi\"\\\n"} 6"#,
            ]
        )
        #expect(lines[5] == "# TYPE b_seconds histogram")
        for line in [
            #"b_seconds_bucket{step="draw",le="0.001"} 1"#, #"b_seconds_bucket{step="draw",le="0.0025"} 1"#,
            #"b_seconds_bucket{step="draw",le="0.005"} 3"#, #"b_seconds_bucket{step="draw",le="30"} 3"#,
            #"b_seconds_bucket{step="draw",le="+Inf"} 4"#, #"b_seconds_sum{step="draw"} 40.007"#,
            #"b_seconds_count{step="draw"} 4"#, "# TYPE c gauge", "c 1.5", "# TYPE d counter", "d 2",
        ] { #expect(lines.contains { $0 == line }, "\(line)") }
    }

    @Test("of the service tell requests by route and status, overlays by way, steps, caches, stores and the process")
    func service() async throws {
        // Before anything counts.
        let registry = PrometheusRegistry.shared
        let fixture = try await ServiceFixture.withTimeline()
        for _ in 0..<2 { _ = try await fixture.call("\(ServiceFixture.prefix)/overlays/0") }
        _ = try await fixture.call("\(ServiceFixture.prefix)/overlays/9")
        _ = try await fixture.call("/nowhere", method: try #require(HTTPRequest.Method("BREW")))
        let answer = try await fixture.call("/metrics")
        #expect(answer.status == 200 && answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let text = String(decoding: answer.bytes, as: UTF8.self)
        let route = "/v1/timelines/{timeline_id}/jobs/{job_id}/stages/{stage}/overlays/{frame}"
        for series in [
            "http_request_duration_seconds_count{method=\"GET\",route=\"\(route)\",status=\"200\"}",
            "http_request_duration_seconds_count{method=\"GET\",route=\"\(route)\",status=\"404\"}",
            "http_request_duration_seconds_count{method=\"other\",route=\"none\",status=\"404\"}",
            "overlay_answers_total{way=\"none\",outcome=\"known\"}",
            "overlay_answers_total{way=\"none\",outcome=\"refused\"}",
            "overlay_step_duration_seconds_sum{step=\"draw\"}", "overlay_step_duration_seconds_count{step=\"wait\"}",
            "overlay_skipped_parts_total{code=", "overlay_waiting{for=\"drawing\"}", "overlay_callers",
            "overlay_callers_limit",
            "cache_limit_bytes{cache=\"thumbnails\"}",
            "overlay_server_build_info{version=\"\(Version.number)\",renderer=",
            "cache_requests_total{cache=\"frames\",outcome=", "cache_size_bytes{cache=\"frames\"}",
            "object_store_request_duration_seconds_count{call=\"put\",outcome=\"answered\"}",
            "object_store_transferred_bytes_total{direction=\"written\"}",
            "database_request_duration_seconds_count{call=\"read\",outcome=\"answered\"}", "database_read_bytes_total",
            "process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds", "process_max_fds",
        ] { #expect(text.contains("\n\(series)"), "\(series)") }
        // Every metric says what it is.
        let named = Set(text.matches(of: #/(?m)^\# TYPE ([a-z_]+) /#).map { String($0.1) })
        #expect(named.isSubset(of: Set(MetricTable.help.keys)))
        #expect(!registry.text(with: []).isEmpty)
    }
}
