import Foundation
import OverlayService
import Synchronization

/// Tells a person or a program how far a batch run is.
final class BatchProgress: Sendable {
    enum Form: Sendable {
        /// One line that is written over and over.
        case terminal
        /// A line for every tenth of the work.
        case lines
        /// A JSON object on a line for every overlay.
        case ndjson
    }

    private struct State {
        var done = 0
        var failed = 0
        var start = ContinuousClock.now
    }

    private let form: Form
    private let state = Mutex(State())

    init(form: Form) { self.form = form }

    func report(_ outcome: RerenderOutcome, total: Int) {
        state.withLock { state in
            state.done += 1
            if case .failed(let request, let failure, let cause) = outcome {
                state.failed += 1
                fail(request, failure, cause)
            }
            switch form {
            case .ndjson: writeJSON(outcome)
            case .terminal: write("\r\u{1B}[K\(line(state, total: total))\(state.done == total ? "\n" : "")")
            case .lines:
                let tenth = max(total / 10, 1)
                if state.done.isMultiple(of: tenth) || state.done == total { write(line(state, total: total) + "\n") }
            }
        }
    }

    private func line(_ state: State, total: Int) -> String {
        let seconds = (ContinuousClock.now - state.start) / .seconds(1)
        let rate = seconds > 0 ? Int((Double(state.done) / seconds).rounded()) : 0
        let percent = total == 0 ? 100 : state.done * 100 / total
        let failures = state.failed == 0 ? "" : ", \(state.failed) failed"
        return "\(state.done)/\(total) overlays, \(percent) %, \(rate) a second\(failures)"
    }

    private func fail(_ request: OverlayRequest, _ failure: Failure, _ cause: String) {
        let start = form == .terminal ? "\r\u{1B}[K" : ""
        let stage = request.stage
        write(
            "\(start)failed: job \(stage.job), stage \(stage.stage), frame \(request.frame): \(failure.detail) (\(cause))\n"
        )
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    private func writeJSON(_ outcome: RerenderOutcome) {
        guard let line = try? CanonicalJSON.encode(OutcomeEntry(outcome)) else { return }
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}
