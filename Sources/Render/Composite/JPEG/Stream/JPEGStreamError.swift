/// Why a JPEG cannot be composited block by block.
package enum JPEGStreamError: Error, Equatable {
    /// A valid kind of JPEG that goes over pixels instead.
    case unsupported(UnsupportedFeature)
    /// No decodable JPEG; `offset` is the byte at which that was noticed.
    case malformed(Defect, offset: Int)
    /// The index was made of another file.
    case foreignIndex
    /// A comment segment holds at most 65,533 bytes.
    case commentTooLong(byteCount: Int)

    package enum UnsupportedFeature: Equatable, Sendable {
        /// The start-of-frame marker's second byte, SOF2 or later: progressive, lossless, hierarchical, arithmetic.
        case coding(marker: UInt8)
        case samplePrecision(bits: Int)
        case componentCount(Int)
        /// Three components that are not YCbCr.
        case colorSpace
        case sampling
        /// The number of lines comes after the first scan (DNL).
        case lineCountAtEnd
        /// A scan uses a Huffman table that the file does not define.
        case missingHuffmanTable
        /// A DC coefficient that no 8-bit picture has.
        case coefficientRange
    }

    package enum Defect: Equatable, Sendable {
        case noStartOfImage
        case truncated
        case expectedMarker
        case segmentLength
        case frameHeader
        case scanHeader
        case huffmanTable
        case quantizationTable
        case restartMarkers
        case entropyCodedData
        case missingScan
    }
}
