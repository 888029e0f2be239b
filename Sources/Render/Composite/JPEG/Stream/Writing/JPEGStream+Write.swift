extension JPEGStream {
    /// Writes the file, without other pictures than its own; `comment` is a whole segment.
    func write<Editor: JPEGBlockEditor>(
        _ index: JPEGBlockIndex,
        _ treatments: inout BlockTreatments,
        _ tables: RewriteTables,
        editor: inout Editor,
        comment: [UInt8]?
    ) throws(JPEGStreamError) -> [UInt8] {
        guard !treatments.isEmpty || comment != nil else { return bytes }
        let bytes = withoutSecondPictures
        var writer = FileWriter(expectedCount: bytes.count + bytes.count / 8 + (comment?.count ?? 0))
        var data = BitWriter(expectedCount: bytes.count + bytes.count / 8)
        var offset = 0
        if let comment {
            writer.append(0..<commentOffset, of: bytes)
            writer.append(comment)
            offset = commentOffset
        }
        var segments = huffmanSegments[...]
        for scan in scans {
            let start = entropyCodedData.intervals[scan.intervals.lowerBound].file.lowerBound
            while let segment = segments.first, segment.range.lowerBound < start {
                writer.append(offset..<segment.range.lowerBound, of: bytes)
                write(segment, tables.new, to: &writer)
                offset = segment.range.upperBound
                segments.removeFirst()
            }
            writer.append(offset..<start, of: bytes)
            offset = start
            for number in scan.intervals {
                let blocks = scan.blockRange(ofInterval: number)
                let first = treatments.first(in: blocks)
                guard first < blocks.upperBound else { continue }
                // Everything up to here is as it was, markers and fill bits included.
                let interval = entropyCodedData.intervals[number]
                writer.append(offset..<interval.file.lowerBound, of: bytes)
                offset = interval.file.upperBound
                let bits = interval.data.lowerBound * 8..<index.intervalEnds[number]
                guard
                    write(
                        blocks,
                        from: first,
                        bits,
                        of: scan,
                        index.blocks.span,
                        &treatments,
                        tables,
                        editor: &editor,
                        to: &data
                    )
                else { throw damaged(at: interval.data.lowerBound) }
                writer.append(data)
                data.removeAll()
            }
        }
        writer.append(offset..<end, of: bytes)
        return finish(writer)
    }

    /// The file, where all else is where it was.
    private var withoutSecondPictures: [UInt8] {
        guard !secondPictures.isEmpty else { return bytes }
        var bytes = bytes
        for offset in secondPictures.joined() { bytes[offset] = 0 }
        return bytes
    }

    /// The file, with an end marker where it had none.
    private func finish(_ writer: FileWriter) -> [UInt8] {
        var writer = writer
        if oddities.contains(.noEndOfImage) { writer.append([0xFF, 0xD9]) }
        return writer.finish()
    }

    /// Writes one interval: its blocks, the first that is not copied, and its bits in the old data; returns whether those are sound.
    ///
    /// Blocks are gone through in the order of coding, each of them once: what lies between those that are marked is copied as bits.
    private func write<Editor: JPEGBlockEditor>(
        _ range: Range<Int>,
        from first: Int,
        _ bits: Range<Int>,
        of scan: JPEGScan,
        _ blocks: Span<IndexedBlock>,
        _ treatments: inout BlockTreatments,
        _ tables: RewriteTables,
        editor: inout Editor,
        to writer: inout BitWriter
    ) -> Bool {
        let data = entropyCodedData.bytes.span
        let (lookup, places) = (scan.decoder.lookup.span, scan.blocks.span)
        let (allCodes, magnitudes, halves) = (
            tables.encoder.codes.span, tables.encoder.magnitudes.span, ZigZag.ofHalves
        )
        /// For each component the last block that was written, and its DC coefficient.
        var written = InlineArray<4, (number: Int, dc: Int)>(repeating: (-1, 0))
        var copied = bits.lowerBound
        var number = first
        while number < range.upperBound {
            let (mcu, placeNumber) = (number &- scan.firstBlock).quotientAndRemainder(dividingBy: places.count)
            let (place, old, treatment) = (places[placeNumber], blocks[number], treatments[number])
            writer.copy(copied..<max(copied, old.position), of: data)
            var block = CoefficientBlock()
            var dc = old.dc
            if treatment.contains(.edited) {
                guard edit(&block, old, mcu, placeNumber, of: scan, lookup, data, by: &editor) else { return false }
                dc = min(max(Int(block.values[0]), CoefficientLimits.dc.lowerBound), CoefficientLimits.dc.upperBound)
                if number &+ place.next < range.upperBound { treatments.add(.newDifference, to: number &+ place.next) }
            }
            let predecessor = number &- place.previous
            let isWritten = written[place.component].number == predecessor
            let prediction =
                predecessor < range.lowerBound ? 0 : isWritten ? written[place.component].dc : blocks[predecessor].dc
            written[place.component] = (number, dc)
            writer.put(
                CoefficientToken(difference: dc &- prediction),
                allCodes.extracting(HuffmanEncoder.places(ofTable: place.dcTable))
            )
            let codes = allCodes.extracting(HuffmanEncoder.places(ofTable: place.acTable))
            if treatment.contains(.edited) {
                writer.put(block, codes, magnitudes, halves.span)
                copied = number &+ 1 < range.upperBound ? blocks[number &+ 1].position : bits.upperBound
            } else {
                let isRecoded = treatment.contains(.newCodes)
                guard let end = pass(old, isRecoded, scan.decoder, placeNumber, lookup, data, codes, to: &writer) else {
                    return false
                }
                copied = end
            }
            number = treatments.first(in: number &+ 1..<range.upperBound)
        }
        writer.copy(copied..<max(copied, bits.upperBound), of: data)
        writer.pad()
        return true
    }

    /// Makes of an empty block what `editor` makes of one of the file's; returns whether the data is sound.
    @inline(always)
    private func edit<Editor: JPEGBlockEditor>(
        _ block: inout CoefficientBlock,
        _ old: IndexedBlock,
        _ mcu: Int,
        _ placeNumber: Int,
        of scan: JPEGScan,
        _ lookup: Span<UInt32>,
        _ data: Span<UInt8>,
        by editor: inout Editor
    ) -> Bool {
        let place = scan.blocks[placeNumber]
        let (mcuRow, mcuColumn) = mcu.quotientAndRemainder(dividingBy: scan.mcusAcross)
        let column = mcuColumn &* place.columnsPerMCU &+ place.column
        let row = mcuRow &* place.rowsPerMCU &+ place.row
        if !editor.covers(place.component, column, row) {
            let decoding = scan.decoder.blocks[placeNumber]
            guard scan.decoder.decode(old, decoding, lookup, data, into: &block) else { return false }
        }
        editor.edit(&block, place.component, column, row)
        return true
    }

    /// Passes the DC difference of a block that keeps its coefficients, and codes the others anew where that is asked for; returns the bit from which on it is
    /// copied, or `nil` where the data is not sound.
    @inline(always)
    private func pass(
        _ old: IndexedBlock,
        _ isRecoded: Bool,
        _ decoder: ScanDecoder,
        _ placeNumber: Int,
        _ lookup: Span<UInt32>,
        _ data: Span<UInt8>,
        _ codes: Span<UInt32>,
        to writer: inout BitWriter
    ) -> Int? {
        let tables = decoder.blocks[placeNumber]
        var reader = BitReader(at: old.position, in: data)
        guard decoder.difference(&reader, lookup, data, table: tables.dc) != nil else { return nil }
        guard isRecoded else { return reader.position }
        let isSound = decoder.forEachCoefficient(&reader, lookup, data, table: tables.ac) { _, value, symbol in
            writer.put(CoefficientToken(value: value, symbol: symbol), codes)
        }
        return isSound ? reader.position : nil
    }

    /// Writes a DHT segment, with extended tables in place of its own.
    private func write(_ segment: HuffmanSegment, _ newTables: [HuffmanTable?], to writer: inout FileWriter) {
        let isLonger = newTables[segment.tables].contains { $0 != nil }
        guard isLonger else {
            writer.append(segment.range, of: bytes)
            return
        }
        // One segment for each table: together they may be longer than one can be.
        for number in segment.tables {
            let content = (newTables[number] ?? tables[number].table).bytes
            let length = content.count + 3
            writer.append([0xFF, 0xC4, UInt8(length >> 8), UInt8(length & 0xFF), tables[number].destination] + content)
        }
    }
}
