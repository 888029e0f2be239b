/// Writes the entropy-coded data of one scan after the other as a plan describes it.
struct ScanWriter {
    private let stream: JPEGStream
    private let plan: RewritePlan
    private let encoder: HuffmanEncoder
    /// The next edited block's first token.
    private var nextToken = 0

    init(stream: JPEGStream, plan: RewritePlan) {
        self.stream = stream
        self.plan = plan
        encoder = HuffmanEncoder(zip(stream.tables, plan.newTables).map { $1 ?? $0.table })
    }

    /// Writes a scan's data; returns the byte of the old file after it.
    mutating func write(
        _ scan: JPEGScan,
        _ index: JPEGBlockIndex,
        to writer: inout BitWriter
    ) throws(JPEGStreamError) -> Int {
        var token = nextToken
        defer { nextToken = token }
        let intervals = stream.entropyCodedData.intervals
        var offset = intervals[scan.intervals.lowerBound].file.lowerBound
        for interval in scan.intervals {
            let range = scan.blockRange(ofInterval: interval)
            let first = plan.firstTreated(in: range)
            guard first < range.upperBound else { continue }
            // Everything up to here is as it was, markers and fill bits included.
            writer.append(offset..<intervals[interval].file.lowerBound, of: stream.bytes)
            let data = intervals[interval].data.lowerBound * 8..<index.intervalEnds[interval]
            try write(range, from: first, data, scan, &token, to: &writer)
            offset = intervals[interval].file.upperBound
        }
        return offset
    }

    /// Writes one interval: its blocks, the first that is not copied, and its bits in the old data.
    private func write(
        _ range: Range<Int>,
        from first: Int,
        _ bits: Range<Int>,
        _ scan: JPEGScan,
        _ token: inout Int,
        to writer: inout BitWriter
    ) throws(JPEGStreamError) {
        let data = stream.entropyCodedData.bytes.span
        let decoder = scan.decoder
        let lookup = decoder.lookup.span
        var copied = bits.lowerBound
        var number = first
        while number < range.upperBound {
            let block = plan.blocks[number]
            let place = (number &- range.lowerBound) % scan.blocks.count
            let layout = scan.blocks[place]
            writer.copy(copied..<max(copied, block.position), of: data)
            let difference = plan.difference(of: number, in: range, previous: layout.previous)
            encoder.write(difference, table: layout.dcTable, to: &writer)

            let treatment = BlockTreatment(rawValue: plan.treatments[number])
            let end = number &+ 1 < range.upperBound ? plan.blocks[number &+ 1].position : bits.upperBound
            if treatment.contains(.edited) {
                token = writeTokens(from: token, table: layout.acTable, to: &writer)
                copied = end
            } else {
                var reader = BitReader(at: block.position, in: data)
                var isSound = decoder.difference(&reader, lookup, data, table: decoder.blocks[place].dc) != nil
                copied = reader.position
                if treatment.contains(.newCodes) {
                    isSound =
                        isSound
                        && decoder.forEachCoefficient(&reader, lookup, data, table: decoder.blocks[place].ac) {
                            encoder.write(CoefficientToken(value: $1, symbol: $2), table: layout.acTable, to: &writer)
                        }
                    copied = end
                }
                guard isSound else { throw stream.damaged(at: bits.lowerBound / 8) }
            }
            number = plan.firstTreated(in: number &+ 1..<range.upperBound)
        }
        writer.copy(copied..<max(copied, bits.upperBound), of: data)
        writer.pad()
    }

    /// Writes an edited block's AC coefficients, whose tokens begin at `start`; returns where the next block's do.
    @inline(always)
    private func writeTokens(from start: Int, table: Int, to writer: inout BitWriter) -> Int {
        var next = start
        while next < plan.tokenCount {
            let token = plan.tokens[next]
            next &+= 1
            encoder.write(token, table: table, to: &writer)
            if token.endsBlock { break }
        }
        return next
    }
}
