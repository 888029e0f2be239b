extension JPEGStream {
    /// The file with the blocks that `editor` touches changed, and with `comment` in a segment of its own.
    ///
    /// All other blocks keep their coefficients, and their bits but for a DC difference after a changed block. Codes
    /// are the file's own; a table that lacks one is extended. Where nothing is touched the file stays as it is.
    func rewrite<Editor: JPEGBlockEditor>(
        _ index: JPEGBlockIndex,
        editor: inout Editor,
        comment: [UInt8]? = nil
    ) throws(JPEGStreamError) -> [UInt8] {
        guard index.fileSize == bytes.count, index.blocks.count == blockCount,
            index.intervalEnds.count == entropyCodedData.intervals.count
        else { throw .foreignIndex }
        var plan = RewritePlan(index, tableCount: tables.count)
        for scan in scans { try edit(scan, with: &editor, plan: &plan) }
        if !plan.isEmpty {
            for scan in scans { planDifferences(of: scan, plan: &plan) }
            try extendTables(of: &plan)
        }
        return try write(plan, index, comment: try Self.commentSegment(comment))
    }

    private static func commentSegment(_ text: [UInt8]?) throws(JPEGStreamError) -> [UInt8]? {
        guard let text else { return nil }
        let length = text.count + 2
        guard length <= 0xFFFF else { throw .commentTooLong(byteCount: text.count) }
        return [0xFF, 0xFE, UInt8(length >> 8), UInt8(length & 0xFF)] + text
    }

    /// Has the touched blocks of a scan changed.
    private func edit<Editor: JPEGBlockEditor>(
        _ scan: JPEGScan,
        with editor: inout Editor,
        plan: inout RewritePlan
    ) throws(JPEGStreamError) {
        let touched = touchedBlocks(of: scan, by: editor)
        guard !touched.isEmpty else { return }
        let decoder = scan.decoder
        let (data, lookup) = (entropyCodedData.bytes.span, decoder.lookup.span)
        for block in touched {
            let place = scan.blocks[block.place]
            let old = plan.blocks[block.number]
            var values = CoefficientBlock()
            guard decoder.decode(old, place: block.place, lookup, data, into: &values) else {
                throw damaged(at: entropyCodedData.intervals[scan.intervals.lowerBound].data.lowerBound)
            }
            editor.edit(&values, place.component, block.column, block.row)
            plan.take(values, block.number, acTable: place.acTable)
        }
    }

    /// The blocks of a scan that are to be edited, in the order in which they are coded.
    private func touchedBlocks<Editor: JPEGBlockEditor>(of scan: JPEGScan, by editor: Editor) -> [TouchedBlock] {
        var touched: [TouchedBlock] = []
        let ends = scan.blocks.map { SIMD2(components[$0.component].blocksAcross, components[$0.component].blocksDown) }
        var number = scan.firstBlock
        for mcuRow in 0..<scan.mcusDown {
            for mcuColumn in 0..<scan.mcusAcross {
                for place in ends.indices {
                    let block = scan.blocks[place]
                    let column = mcuColumn &* block.columnsPerMCU &+ block.column
                    let row = mcuRow &* block.rowsPerMCU &+ block.row
                    if column < ends[place].x, row < ends[place].y, editor.touches(block.component, column, row) {
                        touched.append(TouchedBlock(number: number, place: place, column: column, row: row))
                    }
                    number &+= 1
                }
            }
        }
        return touched
    }
}

/// A block to be edited: its number among those of all scans, its place in the MCU, and its place in the component.
private struct TouchedBlock {
    let number: Int
    let place: Int
    let column: Int
    let row: Int
}
