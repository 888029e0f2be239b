/// A Huffman table where a file defines it.
struct HuffmanDefinition: Sendable {
    let table: HuffmanTable
    let coefficients: HuffmanDecoder.Coefficients
    /// The byte Tc/Th, which says what the table is for.
    let destination: UInt8
}

/// A DHT segment: where it is in the file, marker included, and which of `JPEGStream.tables` it defines.
struct HuffmanSegment: Sendable {
    let range: Range<Int>
    let tables: Range<Int>
}
