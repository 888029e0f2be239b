extension JPEGStream {
    /// Writes the file that `plan` describes; `comment` is a whole segment.
    func write(_ plan: RewritePlan, _ index: JPEGBlockIndex, comment: [UInt8]?) throws(JPEGStreamError) -> [UInt8] {
        var writer = BitWriter(expectedCount: bytes.count + plan.tokenCount + (comment?.count ?? 0))
        var offset = 0
        if let comment {
            writer.append(0..<commentOffset, of: bytes)
            writer.append(comment)
            offset = commentOffset
        }
        guard !plan.isEmpty else {
            writer.append(offset..<bytes.count, of: bytes)
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
        writer.append(offset..<bytes.count, of: bytes)
        return withoutThumbnail(finish(writer), commentCount: comment?.count ?? 0)
    }

    /// `file`, which is what is written, without the thumbnail that the old one has: what is drawn is not on it.
    private func withoutThumbnail(_ file: [UInt8], commentCount: Int) -> [UInt8] {
        guard let thumbnail else { return file }
        var file = file
        for range in thumbnail.ranges {
            // What stands before the first table is where it was, but for the comment.
            let shift = commentCount > 0 && range.lowerBound >= commentOffset ? commentCount : 0
            guard range.upperBound <= huffmanSegments.first?.range.lowerBound ?? bytes.count else { continue }
            for offset in range { file[offset + shift] = 0 }
        }
        return file
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
