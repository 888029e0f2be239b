/// Parsed stage outputs by row, up to a number of bytes; those not used for longest go first.
struct StageOutputEntries {
    private struct Entry {
        let revision: String
        let output: StageOutput
        var lastUse: Int
    }

    private let byteLimit: Int
    private var entries: [StageOutputID: Entry] = [:]
    private var uses = 0
    /// What the entries hold, in bytes.
    private(set) var byteCount = 0

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// The output of a row, where this writing of it is kept.
    mutating func use(_ row: StageOutputRow.Identity) -> StageOutput? {
        guard let entry = entries[row.id], entry.revision == row.revision else { return nil }
        uses += 1
        entries[row.id]?.lastUse = uses
        return entry.output
    }

    /// Keeps an output instead of what an earlier writing of its row held; not one that is larger than all that may be kept.
    mutating func keep(_ output: StageOutput, as row: StageOutputRow.Identity) {
        drop(row.id)
        guard output.memoryByteCount <= byteLimit else { return }
        uses += 1
        entries[row.id] = Entry(revision: row.revision, output: output, lastUse: uses)
        byteCount += output.memoryByteCount
        if byteCount > byteLimit { evict() }
    }

    private mutating func drop(_ id: StageOutputID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        byteCount -= entry.output.memoryByteCount
    }

    /// Makes room down to three quarters, so that the sorting is paid for by many insertions. The newest entry stays.
    private mutating func evict() {
        for (id, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard byteCount > byteLimit / 4 * 3, entry.lastUse != uses else { return }
            drop(id)
        }
    }
}
