import CoreMetrics
import Hummingbird
import NIOCore
import OverlayService

/// Tells Prometheus what was counted.
struct MetricsHandler: Sendable {
    let services: Services

    func metrics(_ request: Request, context: some RequestContext) async throws -> Response {
        let text = PrometheusRegistry.shared.text(with: ProcessFigures.gauges + work + (await caches) + [build])
        return Response(
            status: .ok,
            headers: [.contentType: PrometheusRegistry.contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    private var work: [PrometheusRegistry.Gauge] {
        let limits = services.job.limits
        let waiting = limits.waitingCounts.map { name, count in
            PrometheusRegistry.Gauge(name: "overlay_waiting", labels: [("for", name)], value: Double(count))
        }
        return waiting + [
            PrometheusRegistry.Gauge(name: "overlay_callers", value: Double(limits.admission.partyCount)),
            PrometheusRegistry.Gauge(name: "overlay_callers_limit", value: Double(limits.admission.limit)),
        ]
    }

    private var caches: [PrometheusRegistry.Gauge] {
        get async {
            let configuration = services.configuration
            return [
                ("frames", await services.job.frames.cachedByteCount, configuration.frameCacheBytes),
                ("stage_outputs", await services.job.stages.cachedByteCount, configuration.stageCacheBytes),
                ("thumbnails", services.thumbnails.cachedByteCount, configuration.thumbnailCacheBytes),
            ].flatMap { name, size, limit in
                [("cache_size_bytes", size), ("cache_limit_bytes", limit)].map { metric, bytes in
                    PrometheusRegistry.Gauge(name: metric, labels: [("cache", name)], value: Double(bytes))
                }
            }
        }
    }

    private var build: PrometheusRegistry.Gauge {
        let labels = [("version", Version.number), ("renderer", OverlayKey.rendererVersion)]
        return PrometheusRegistry.Gauge(name: "overlay_server_build_info", labels: labels, value: 1)
    }
}

/// What is told of each request.
enum RequestMetrics {
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "OPTIONS"]

    /// `route` is the template of a call's path in the router's words; `nil` where there is no such call.
    static func record(_ method: String, _ route: String?, status: Int, _ duration: Duration) {
        let segments = (route ?? "").split(separator: "/").map { segment in
            segment == "**" ? "{key}" : segment.hasPrefix(":") ? "{\(segment.dropFirst())}" : String(segment)
        }
        // The router calls what it does not have "NotFound".
        let template = route?.hasPrefix("/") == true ? "/" + segments.joined(separator: "/") : "none"
        let labels = [
            // Whatever callers make up is one.
            ("method", methods.contains(method) ? method : "other"),
            ("route", template), ("status", "\(status)"),
        ]
        Timer(label: "http_request_duration_seconds", dimensions: labels)
            .recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }
}
