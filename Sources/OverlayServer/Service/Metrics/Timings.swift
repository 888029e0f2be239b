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

    /// Whole ones, so that sums of them have no more digits than they.
    private var microseconds: [String: Int] = [:]
    private var last = ContinuousClock.now

    package var milliseconds: [String: Double] { microseconds.mapValues { Double($0) / 1000 } }

    /// Counts the time since the step before for `step`; rounded to microseconds.
    mutating func mark(_ step: Step) {
        let now = ContinuousClock.now
        let duration = (now - last) / .microseconds(1)
        microseconds[step.rawValue, default: 0] += Int(duration.rounded())
        last = now
    }

    /// Adds the steps of a part of the work, which ends now.
    mutating func add(_ other: Timings) {
        microseconds.merge(other.microseconds) { $0 + $1 }
        last = .now
    }
}
