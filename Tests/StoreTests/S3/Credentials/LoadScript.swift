import Foundation
import Store
import Synchronization

/// A source of credentials and a clock that a test steps.
final class LoadScript: Sendable {
    private struct State {
        var now = Date(timeIntervalSince1970: 1_800_000_000)
        var loads = 0
        var answer: Result<S3Credentials, CredentialsError> = .failure(.cancelled)
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var now: Date { state.withLock { $0.now } }
    var loads: Int { state.withLock { $0.loads } }

    func advance(_ seconds: TimeInterval) {
        state.withLock { $0.now += seconds }
    }

    /// From here on the source gives a key of this name, good for `seconds` from now.
    func give(_ name: String, seconds: TimeInterval?) {
        state.withLock { state in
            let end = seconds.map { state.now + $0 }
            state.answer = .success(S3Credentials(accessKeyID: name, secretAccessKey: "s", expiresAt: end))
        }
    }

    func fail(_ error: CredentialsError) {
        state.withLock { $0.answer = .failure(error) }
    }

    /// From here on loads do not end until `release`.
    func hold() {
        state.withLock { $0.isHeld = true }
    }

    func release() {
        let waiting = state.withLock { state in
            state.isHeld = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    func load() async throws(CredentialsError) -> S3Credentials {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                state.loads += 1
                if state.isHeld { state.waiting.append(continuation) }
                return !state.isHeld
            }
            if goesOn { continuation.resume() }
        }
        return try state.withLock { $0.answer }.get()
    }

    /// Returns once so many loads have begun.
    func begun(_ count: Int) async {
        while loads < count { await Task.yield() }
    }
}
