import Synchronization

/// Values by key, up to a number of bytes in all; those not used for longest go first.
final class RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let byteCount: Int
        var lastUse: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var byteCount = 0
        var uses = 0

        mutating func use(_ key: Key) -> Value? {
            uses += 1
            entries[key]?.lastUse = uses
            return entries[key]?.value
        }

        mutating func remove(_ key: Key) {
            if let entry = entries.removeValue(forKey: key) { byteCount -= entry.byteCount }
        }

        /// Makes room down to three quarters, so that the sorting is paid for by many insertions.
        mutating func evict(downFrom byteLimit: Int) {
            guard byteCount > byteLimit else { return }
            for (key, _) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
                guard byteCount > byteLimit / 4 * 3 else { return }
                remove(key)
            }
        }
    }

    private let byteLimit: Int
    private let state = Mutex(State())

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// What the values take, in bytes.
    var byteCount: Int { state.withLock(\.byteCount) }

    subscript(key: Key) -> Value? { state.withLock { $0.use(key) } }

    /// Keeps `value`, unless it is larger than a quarter of all that may be kept.
    func insert(_ value: Value, for key: Key, byteCount: Int) {
        guard byteCount <= byteLimit / 4 else { return }
        state.withLock { state in
            state.remove(key)
            state.uses += 1
            state.entries[key] = Entry(value: value, byteCount: byteCount, lastUse: state.uses)
            state.byteCount += byteCount
            state.evict(downFrom: byteLimit)
        }
    }
}
