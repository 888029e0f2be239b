/// How long each step of a job took.
package struct Timings: Sendable {
    package enum Step: String, Sendable {
        /// Reading what the stage reported, the scene, and the overlay's name.
        case plan
        /// Finding and reading the frame.
        case fetch
        /// Decoding the frame where that is needed, and drawing.
        case draw
        case encode
        /// Looking for the overlay, and storing it.
        case store
        /// For a turn.
        case wait
    }

    package private(set) var milliseconds: [String: Double] = [:]
    private var last = ContinuousClock.now

    /// Counts the time since the step before for `step`; rounded to microseconds.
    mutating func mark(_ step: Step) {
        let now = ContinuousClock.now
        let duration = (now - last) / .microseconds(1)
        milliseconds[step.rawValue, default: 0] += duration.rounded() / 1000
        last = now
    }

    /// Adds the steps of a part of the work, which ends now.
    mutating func add(_ other: Timings) {
        milliseconds.merge(other.milliseconds) { $0 + $1 }
        last = .now
    }
}
