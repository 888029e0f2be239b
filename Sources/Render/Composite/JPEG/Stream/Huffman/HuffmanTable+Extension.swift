extension HuffmanTable {
    /// A table with codes for `missing` as well, and the first length whose codes differ from this table's.
    ///
    /// Canonical codes of one length depend only on shorter ones, so the shortest, which are the most frequent, keep
    /// theirs: as many as leave room for a code of 16 bits for each of the others and for the code of ones only. What
    /// room then remains shortens the others, in order, to what they had; new symbols, the most wanted first, take the
    /// rest. Where the table has free codes enough, nothing changes but that new ones are added.
    func extended(by missing: [UInt8]) -> (table: HuffmanTable, firstChangedLength: Int)? {
        var keptCount = symbols.count
        var kept = Self.longestCode
        while kept > 0, room(after: kept) <= symbols.count - keptCount + missing.count {
            keptCount -= counts[kept]
            kept -= 1
        }
        let moved = symbols.count - keptCount
        var spare = room(after: kept) - 1 - moved - missing.count
        guard spare >= 0 else { return nil }

        var counts = InlineArray<17, Int>(repeating: 0)
        for length in 0...kept { counts[length] = self.counts[length] }
        var length = shortestNew(after: kept)
        let oldLengths = codeLengths
        for symbol in symbols[keptCount...] + missing {
            length = max(length, Int(oldLengths[Int(symbol)]))
            while (1 << (Self.longestCode - length)) - 1 > spare { length += 1 }
            spare -= (1 << (Self.longestCode - length)) - 1
            counts[length] += 1
        }
        guard let table = HuffmanTable(counts: counts, symbols: symbols + missing) else { return nil }
        return (table, kept + 1)
    }

    /// How much of the code space the codes of at most `length` bits leave, in codes of 16 bits.
    private func room(after length: Int) -> Int {
        var room = 1 << Self.longestCode
        for shorter in 0...length { room -= counts[shorter] << (Self.longestCode - shorter) }
        return room
    }

    /// The shortest length for new codes that puts them after all kept ones.
    private func shortestNew(after kept: Int) -> Int {
        guard kept == Self.longestCode else { return kept + 1 }
        return max((1...kept).last { counts[$0] > 0 } ?? 1, 1)
    }
}
