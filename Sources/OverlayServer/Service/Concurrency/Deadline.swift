import Synchronization

/// The value of `body`; `error` once `duration` has passed. Returns then, whether `body` has seen its cancellation or not.
package func withDeadline<Value: Sendable>(
    _ duration: Duration,
    error: any Error,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let first = FirstResult<Value>()
    let work = Task {
        do {
            first.set(.success(try await body()))
        } catch {
            first.set(.failure(error))
        }
    }
    let timer = Task {
        guard (try? await Task.sleep(for: duration)) != nil else { return }
        first.set(.failure(error))
        work.cancel()
    }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
        try await first.value()
    } onCancel: {
        first.set(.failure(CancellationError()))
        work.cancel()
    }
}

/// The first of several results; one waits for it.
private final class FirstResult<Value: Sendable>: Sendable {
    private struct State {
        var result: Result<Value, any Error>?
        var waiter: CheckedContinuation<Value, any Error>?
    }

    private let state = Mutex(State())

    func set(_ result: Result<Value, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            guard state.result == nil else { return nil }
            state.result = result
            return state.waiter
        }
        waiter?.resume(with: result)
    }

    func value() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
