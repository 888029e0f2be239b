extension JPEGStream {
    /// Walks the entropy-coded data once, to find each block's bits and its DC coefficient.
    package func makeIndex() throws(JPEGStreamError) -> JPEGBlockIndex {
        // Each block takes two bits at least, which keeps what a header can ask for to what the file can hold.
        guard blockCount <= bytes.count * 4 else { throw damaged(at: 0) }
        let empty = IndexedBlock(position: 0, dc: 0, longestCode: 0)
        var blocks = [IndexedBlock](repeating: empty, count: blockCount)
        var intervalEnds: [Int] = []
        var hasSurplusBytes = false
        intervalEnds.reserveCapacity(entropyCodedData.intervals.count)
        for scan in scans {
            for interval in scan.intervals {
                let range = scan.blockRange(ofInterval: interval)
                let end = try walk(interval, of: scan.decoder, blocks: range, into: &blocks)
                if try checkEnd(of: interval, blocksEnd: end) { hasSurplusBytes = true }
                intervalEnds.append(end)
            }
        }
        return JPEGBlockIndex(
            blocks: blocks,
            intervalEnds: intervalEnds,
            hasSurplusBytes: hasSurplusBytes,
            fileSize: bytes.count
        )
    }

    /// Whether bytes follow the last block of an interval, which is whole all the same. Throws where they are what damage has left.
    ///
    /// An encoder ends an interval with ones up to a whole byte (T.81, F.1.2.3), which takes 0 to 7 bits. Hardware that fills buffers of a fixed
    /// size adds whole bytes. A flipped bit makes a decoder lose its place among the codes: it finds as many blocks in more bits or in fewer. More
    /// than there are show in the walk; fewer leave bytes behind, and before them bits that are ones as often as a coin falls so seven times over.
    /// So surplus bytes need ones before them, at least one; zeros alone, which damage does not leave, need none.
    private func checkEnd(of number: Int, blocksEnd: Int) throws(JPEGStreamError) -> Bool {
        let interval = entropyCodedData.intervals[number].data
        let data = entropyCodedData.bytes
        let surplus = (blocksEnd + 7) / 8..<interval.upperBound
        guard !surplus.isEmpty else { return false }
        let paddingCount = surplus.lowerBound * 8 - blocksEnd
        let ones = UInt8(truncatingIfNeeded: 1 << paddingCount - 1)
        let isPadded = paddingCount == 0 || data[surplus.lowerBound - 1] & ones == ones
        guard isPadded, paddingCount > 0 || data[surplus].allSatisfy({ $0 == 0 }) else {
            throw damaged(at: interval.lowerBound)
        }
        return true
    }

    /// Walks one interval, whose blocks are numbered `range`; returns the bit after the last one.
    private func walk(
        _ interval: Int,
        of decoder: ScanDecoder,
        blocks range: Range<Int>,
        into blocks: inout [IndexedBlock]
    ) throws(JPEGStreamError) -> Int {
        let data = entropyCodedData.bytes.span
        let lookup = decoder.lookup.span
        let pattern = decoder.blocks.span
        let interval = entropyCodedData.intervals[interval].data
        let end = interval.upperBound * 8
        var target = blocks.mutableSpan
        var reader = BitReader(at: interval.lowerBound * 8, in: data)
        var predictions = InlineArray<4, Int>(repeating: 0)
        var number = range.lowerBound
        while number < range.upperBound {
            for place in pattern.indices {
                let block = pattern[place]
                let position = reader.position
                guard position < end, let difference = decoder.difference(&reader, lookup, data, table: block.dc)
                else { throw damaged(at: interval.lowerBound) }
                let dc = predictions[block.component] &+ difference
                guard CoefficientLimits.dc ~= dc else { throw .unsupported(.coefficientRange) }
                predictions[block.component] = dc
                guard let longest = decoder.skipCoefficients(&reader, lookup, data, table: block.ac)
                else { throw damaged(at: interval.lowerBound) }
                target[number] = IndexedBlock(position: position, dc: dc, longestCode: longest)
                number &+= 1
            }
        }
        guard reader.position <= end else { throw damaged(at: interval.lowerBound) }
        return reader.position
    }

    /// `start` is where the damaged interval begins in the unstuffed data.
    func damaged(at start: Int) -> JPEGStreamError {
        let interval = entropyCodedData.intervals.first { $0.data.lowerBound == start }
        return .malformed(.entropyCodedData, offset: interval?.file.lowerBound ?? 0)
    }
}
