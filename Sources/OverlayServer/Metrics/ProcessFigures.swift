import Foundation

/// What this process takes of its machine, by the names that Prometheus' client libraries give it.
enum ProcessFigures {
    private static let start = Date().timeIntervalSince1970

    /// To be called when the process begins: Prometheus sees from it that there is another.
    static func begin() { _ = start }

    static var gauges: [PrometheusRegistry.Gauge] {
        var gauges = [PrometheusRegistry.Gauge(name: "process_start_time_seconds", value: start)]
        if let bytes = residentBytes { gauges.append(.init(name: "process_resident_memory_bytes", value: bytes)) }
        if let count = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            gauges.append(.init(name: "process_open_fds", value: Double(count)))
        }
        gauges.append(.init(name: "process_cpu_seconds_total", kind: .counter, value: cpuSeconds))
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            gauges.append(.init(name: "process_max_fds", value: Double(limit.rlim_cur)))
        }
        return gauges
    }

    private static var cpuSeconds: Double {
        var usage = rusage()
        // Safety: writes one `rusage`.
        _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    /// The second number of `statm` (proc(5)) counts pages.
    private static var residentBytes: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let numbers = text.split(separator: " ")
        return numbers.count > 1 ? Double(numbers[1]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
