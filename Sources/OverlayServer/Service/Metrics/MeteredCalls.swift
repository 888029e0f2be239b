import CoreMetrics
import Store

/// Counts and times the calls of a store or database.
struct MeteredCalls<Call: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
    /// Of the histogram.
    let name: String

    /// Counts nothing of what may go wrong, so that the first time is seen as one more than before.
    func begin() {
        for call in Call.allCases {
            for outcome in CallOutcome.faults + [.answered] { _ = timer(call, outcome) }
        }
    }

    /// What `body` gives or throws.
    func timed<Value, Failure: MeteredError>(
        _ call: Call,
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let start = ContinuousClock.now
        var outcome = CallOutcome.answered
        defer { timer(call, outcome).recordNanoseconds(Int64((ContinuousClock.now - start) / .nanoseconds(1))) }
        do throws(Failure) {
            return try await body()
        } catch {
            outcome = error.outcome
            throw error
        }
    }

    private func timer(_ call: Call, _ outcome: CallOutcome) -> Timer {
        Timer(label: name, dimensions: [("call", call.rawValue), ("outcome", outcome.rawValue)])
    }
}

/// What became of a call.
enum CallOutcome: String {
    case answered
    /// What was asked for is not there.
    case absent = "not_found"
    /// It is not permitted, or the credentials are not taken.
    case refused
    /// Nobody is there, or not in time.
    case unreachable
    /// Whoever asked has gone.
    case cancelled
    case failed

    /// What somebody has to do something about.
    static let faults = [refused, unreachable, failed]
}

/// An error that says what became of the call.
protocol MeteredError: Error {
    var outcome: CallOutcome { get }
}

extension ObjectStoreError: MeteredError {
    var outcome: CallOutcome {
        switch self {
        case .notFound: .absent
        case .unavailable, .refused(.unknownHost, _), .refused(.noAnswer, _): .unreachable
        case .permissionDenied, .refused: .refused
        case .cancelled: .cancelled
        case .tooLarge, .incomplete, .changed, .invalidKey, .obstructed, .invalidExpiry, .outOfSpace, .corrupted,
            .unsupported:
            .failed
        }
    }
}

extension StageOutputStoreError: MeteredError {
    var outcome: CallOutcome {
        switch self {
        case .unknownRow: .absent
        case .couldNotConnect, .timedOut, .unavailable, .busy: .unreachable
        case .permissionDenied, .loginRefused, .untrustedServer: .refused
        case .cancelled: .cancelled
        case .duplicateRow, .outputNotUTF8, .outputRefused, .createdAtOutOfRange, .noTable, .noColumn, .noTimes,
            .newerSchema, .corrupt, .outOfSpace, .noDatabase:
            .failed
        }
    }
}
