/// How long each step of a job took.
struct Timings: Sendable {
    private(set) var milliseconds: [String: Double] = [:]
    private var last = ContinuousClock.now

    /// Counts the time since the step before for `step`; rounded to microseconds.
    mutating func mark(_ step: String) {
        let now = ContinuousClock.now
        let duration = (now - last) / .microseconds(1)
        milliseconds[step, default: 0] += duration.rounded() / 1000
        last = now
    }
}
