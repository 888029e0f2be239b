import Synchronization

/// Lets callers who want the same thing at the same time share one piece of work, which ends when none of them is left.
final class SharedWork<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Work {
        /// Tells it from a later piece of work for the same key.
        let number: Int
        let task: Task<Void, Never>
        /// Those who wait for it, by their numbers.
        var callers: [Int: CheckedContinuation<Value, any Error>]
    }

    private struct State {
        var lastNumber = 0
        var works: [Key: Work] = [:]

        mutating func makeNumber() -> Int {
            lastNumber += 1
            return lastNumber
        }
    }

    private let state = Mutex(State())

    /// How many callers wait for the work of `key`.
    func callerCount(of key: Key) -> Int { state.withLock { $0.works[key]?.callers.count ?? 0 } }

    /// The value that `work` gives; joins the work under way for `key` where there is some.
    ///
    /// A caller who is cancelled gets `CancellationError` at once. The work goes on for the others; where there are none,
    /// it is cancelled, and whoever comes then starts anew.
    func run(_ key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let caller = state.withLock { $0.makeNumber() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { join(key, as: caller, $0, work) }
        } onCancel: {
            leave(key, caller)
        }
    }

    private func join(
        _ key: Key,
        as caller: Int,
        _ continuation: CheckedContinuation<Value, any Error>,
        _ work: @escaping @Sendable () async throws -> Value
    ) {
        let isCancelled = state.withLock { state in
            // Seen under the lock: a cancellation that comes later finds the caller among those who wait.
            if Task.isCancelled { return true }
            if state.works[key] == nil { state.works[key] = start(key, as: state.makeNumber(), work) }
            state.works[key]?.callers[caller] = continuation
            return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
    }

    private func start(_ key: Key, as number: Int, _ work: @escaping @Sendable () async throws -> Value) -> Work {
        // Not a child of the caller's task: others may wait for it when the caller has gone.
        let task = Task { [weak self] in
            let result: Result<Value, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            self?.end(key, number, result)
        }
        return Work(number: number, task: task, callers: [:])
    }

    private func end(_ key: Key, _ number: Int, _ result: Result<Value, any Error>) {
        let work = state.withLock { state in
            state.works[key]?.number == number ? state.works.removeValue(forKey: key) : nil
        }
        for continuation in work?.callers.values ?? [:].values { continuation.resume(with: result) }
    }

    private func leave(_ key: Key, _ caller: Int) {
        let (continuation, abandoned) = state.withLock { state in
            let continuation = state.works[key]?.callers.removeValue(forKey: caller)
            let isLast = continuation != nil && state.works[key]?.callers.isEmpty == true
            return (continuation, isLast ? state.works.removeValue(forKey: key) : nil)
        }
        abandoned?.task.cancel()
        continuation?.resume(throwing: CancellationError())
    }
}
