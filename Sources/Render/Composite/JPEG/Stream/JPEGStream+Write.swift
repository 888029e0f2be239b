extension JPEGStream {
    /// Writes the file that `plan` describes, without other pictures than its own; `comment` is a whole segment.
    func write(_ plan: RewritePlan, _ index: JPEGBlockIndex, comment: [UInt8]?) throws(JPEGStreamError) -> [UInt8] {
        guard !plan.isEmpty || comment != nil else { return bytes }
        let bytes = withoutSecondPictures
        var writer = BitWriter(expectedCount: end + plan.tokenCount + (comment?.count ?? 0))
        var offset = 0
        if let comment {
            writer.append(0..<commentOffset, of: bytes)
            writer.append(comment)
            offset = commentOffset
        }
        guard !plan.isEmpty else {
            writer.append(offset..<end, of: bytes)
            return finish(writer)
        }
        var segments = huffmanSegments[...]
        var scanWriter = ScanWriter(stream: self, plan: plan)
        for scan in scans {
            let start = entropyCodedData.intervals[scan.intervals.lowerBound].file.lowerBound
            while let segment = segments.first, segment.range.lowerBound < start {
                writer.append(offset..<segment.range.lowerBound, of: bytes)
                write(segment, plan.newTables, to: &writer)
                offset = segment.range.upperBound
                segments.removeFirst()
            }
            writer.append(offset..<start, of: bytes)
            offset = try scanWriter.write(scan, index, to: &writer)
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
    private func finish(_ writer: BitWriter) -> [UInt8] {
        var writer = writer
        if oddities.contains(.noEndOfImage) { writer.append([0xFF, 0xD9]) }
        return writer.finish()
    }

    /// Writes a DHT segment, with extended tables in place of its own.
    private func write(_ segment: HuffmanSegment, _ newTables: [HuffmanTable?], to writer: inout BitWriter) {
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
