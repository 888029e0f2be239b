import Synchronization

/// Values that hold for a while once they are found; those who want the same one meanwhile share the finding.
final class Remembered<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let time: ContinuousClock.Instant
    }

    private let lifetime: Duration
    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[Key: Entry]>([:])
    private let findings = SharedWork<Key, Value>()

    /// `lifetime`: how long a value holds, from when its finding began; `capacity`: how many are kept.
    init(
        lifetime: Duration,
        capacity: Int,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.lifetime = lifetime
        self.capacity = capacity
        self.now = now
    }

    /// The value that `find` gives, or gave not longer ago than it holds; only one that `isKept` is kept.
    func value(
        of key: Key,
        keptWhere isKept: @escaping @Sendable (Value) -> Bool = { _ in true },
        _ find: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        if let known = self[key] { return known }
        return try await findings.run(key) { [self] in
            let start = now()
            let value = try await find()
            if isKept(value) { insert(value, for: key, at: start) }
            return value
        }
    }

    /// The value, where there is one that holds.
    subscript(key: Key) -> Value? {
        let start = now()
        return entries.withLock { entries in
            guard let entry = entries[key], start - entry.time < lifetime else { return nil }
            return entry.value
        }
    }

    func forget(_ key: Key) { entries.withLock { $0[key] = nil } }

    func forgetAll() { entries.withLock { $0 = [:] } }

    /// Has `value` hold from now on.
    func insert(_ value: Value, for key: Key) { insert(value, for: key, at: now()) }

    private func insert(_ value: Value, for key: Key, at time: ContinuousClock.Instant) {
        guard lifetime > .zero else { return }
        entries.withLock { entries in
            if entries.count >= capacity, entries[key] == nil {
                entries = entries.filter { time - $0.value.time < lifetime }
                if entries.count >= capacity { entries = [:] }
            }
            entries[key] = Entry(value: value, time: time)
        }
    }
}
