/// A baseline or extended sequential Huffman JPEG of 8 bits, grey or YCbCr, parsed down to its scans.
package struct JPEGStream: Sendable {
    package let size: PixelSize
    /// One (grey) or three (Y, Cb, Cr).
    let components: [JPEGComponent]
    let scans: [JPEGScan]
    /// All Huffman tables that the file defines, in order.
    let tables: [HuffmanDefinition]
    let huffmanSegments: [HuffmanSegment]
    let entropyCodedData: EntropyCodedData
    /// The file.
    let bytes: [UInt8]
    /// The byte after SOI and the application segments that follow it.
    let commentOffset: Int
    /// What is odd about its segments.
    let oddities: Set<JPEGOddity>
    /// Bytes that an overlay has as zeros.
    let secondPictures: [Range<Int>]
    /// The byte behind EOI; what follows is not this picture's.
    let end: Int

    /// Blocks of all scans, those included that only fill up MCUs.
    var blockCount: Int { scans.last?.blockRange.upperBound ?? 0 }

    /// Parses a file; the entropy-coded data is not decoded, only freed of stuffed bytes.
    package init(_ bytes: [UInt8]) throws(JPEGStreamError) {
        var parser = JPEGParser(bytes)
        try parser.parse()
        guard let frame = parser.frame else { throw .malformed(.missingScan, offset: bytes.count) }
        size = frame.size
        components = frame.components
        scans = parser.scans
        tables = parser.tables
        huffmanSegments = parser.huffmanSegments
        entropyCodedData = parser.entropyCodedData
        commentOffset = parser.commentOffset
        oddities = parser.oddities
        secondPictures = parser.secondPictures
        end = parser.end
        self.bytes = bytes
    }
}
