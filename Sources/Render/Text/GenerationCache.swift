/// A cache of bounded cost that forgets what has not been asked for lately.
///
/// Entries enter the young generation. When it is half of the capacity, it becomes the old one, and what was old and has
/// not been asked for since is forgotten all at once: nearly as good as least-recently-used, with no list to keep.
struct GenerationCache<Key: Hashable, Value> {
    private struct Entry {
        let value: Value
        let cost: Int
    }

    private let capacity: Int
    private var young: [Key: Entry] = [:]
    private var old: [Key: Entry] = [:]
    private var youngCost = 0

    /// `capacity` is the most that all entries may cost together, in whatever unit they are counted.
    init(capacity: Int) { self.capacity = capacity }

    mutating func value(for key: Key) -> Value? {
        if let entry = young[key] { return entry.value }
        guard let entry = old.removeValue(forKey: key) else { return nil }
        insert(entry.value, for: key, cost: entry.cost)
        return entry.value
    }

    /// A value that costs more than half of the capacity is not kept.
    mutating func insert(_ value: Value, for key: Key, cost: Int) {
        guard cost <= capacity / 2 else { return }
        if youngCost + cost > capacity / 2 {
            old = young
            young = [:]
            youngCost = 0
        }
        if let replaced = young.updateValue(Entry(value: value, cost: cost), forKey: key) { youngCost -= replaced.cost }
        youngCost += cost
    }
}
