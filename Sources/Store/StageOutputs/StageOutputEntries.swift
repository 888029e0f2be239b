/// Parsed stage outputs by row id, up to a number of bytes; those not used for longest go first.
struct StageOutputEntries {
    private struct Entry {
        let output: StageOutput
        var lastUse: Int
    }

    private let byteLimit: Int
    private var entries: [StageOutputID: Entry] = [:]
    private var uses = 0
    /// What the entries hold, in bytes.
    private(set) var byteCount = 0

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// The output of a row, where it is kept.
    mutating func use(_ id: StageOutputID) -> StageOutput? {
        guard let output = entries[id]?.output else { return nil }
        uses += 1
        entries[id]?.lastUse = uses
        return output
    }

    /// Keeps an output, if it is not larger than all that may be kept.
    mutating func keep(_ output: StageOutput, as id: StageOutputID) {
        guard entries[id] == nil, output.memoryByteCount <= byteLimit else { return }
        uses += 1
        entries[id] = Entry(output: output, lastUse: uses)
        byteCount += output.memoryByteCount
        if byteCount > byteLimit { evict() }
    }

    /// Makes room down to three quarters, so that the sorting is paid for by many insertions. The newest entry stays.
    private mutating func evict() {
        for (id, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard byteCount > byteLimit / 4 * 3, entry.lastUse != uses else { return }
            entries[id] = nil
            byteCount -= entry.output.memoryByteCount
        }
    }
}
