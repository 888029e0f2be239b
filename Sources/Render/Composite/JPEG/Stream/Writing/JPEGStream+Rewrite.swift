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
        let comment = try Self.commentSegment(comment)
        var treatments = BlockTreatments(count: blockCount)
        for scan in scans { mark(scan, by: editor, in: &treatments) }
        let tables = try RewriteTables(self, isComplete: !treatments.isEmpty)
        if !tables.areOld { mark(blocksWithChangedCodesOf: tables, index, in: &treatments) }
        return try write(index, &treatments, tables, editor: &editor, comment: comment)
    }

    /// Marks the blocks that use codes that `tables` have changed.
    private func mark(
        blocksWithChangedCodesOf tables: RewriteTables,
        _ index: JPEGBlockIndex,
        in treatments: inout BlockTreatments
    ) {
        for scan in scans {
            for (place, block) in scan.blocks.enumerated() {
                let longest = UInt32(tables.firstChangedLength[block.acTable])
                let isDifferenceChanged = tables.firstChangedLength[block.dcTable] <= HuffmanTable.longestCode
                let numbers = stride(
                    from: scan.firstBlock + place,
                    to: scan.blockRange.upperBound,
                    by: scan.blocks.count
                )
                for number in numbers {
                    if index.blocks[number].longestCode >= longest { treatments.add(.newCodes, to: number) }
                    if isDifferenceChanged { treatments.add(.newDifference, to: number) }
                }
            }
        }
    }

    private static func commentSegment(_ text: [UInt8]?) throws(JPEGStreamError) -> [UInt8]? {
        guard let text else { return nil }
        let length = text.count + 2
        guard length <= 0xFFFF else { throw .commentTooLong(byteCount: text.count) }
        return [0xFF, 0xFE, UInt8(length >> 8), UInt8(length & 0xFF)] + text
    }

    /// Marks the blocks of a scan that are to be edited.
    private func mark<Editor: JPEGBlockEditor>(
        _ scan: JPEGScan,
        by editor: Editor,
        in treatments: inout BlockTreatments
    ) {
        for place in scan.blocks.indices where scan.blocks[place].column == 0 && scan.blocks[place].row == 0 {
            let block = scan.blocks[place]
            let component = components[block.component]
            editor.forEachTouched(block.component, columns: component.blocksAcross, rows: component.blocksDown) {
                let (mcuColumn, column) = $0.quotientAndRemainder(dividingBy: block.columnsPerMCU)
                let (mcuRow, row) = $1.quotientAndRemainder(dividingBy: block.rowsPerMCU)
                let mcu = mcuRow &* scan.mcusAcross &+ mcuColumn
                let number = mcu &* scan.blocks.count &+ place &+ row &* block.columnsPerMCU &+ column
                treatments.add(.edited, to: scan.firstBlock &+ number)
            }
        }
    }
}
