/// Reads the parameters of one marker segment, in order and within its length.
struct SegmentReader {
    private let bytes: [UInt8]
    /// The next byte, counted in the file.
    private(set) var offset: Int
    /// Where the segment ends.
    let end: Int

    /// The segment whose length field is at `offset`.
    init(_ bytes: [UInt8], at offset: Int) throws(JPEGStreamError) {
        guard offset + 2 <= bytes.count else { throw .malformed(.truncated, offset: bytes.count) }
        let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
        guard length >= 2 else { throw .malformed(.segmentLength, offset: offset) }
        guard offset + length <= bytes.count else { throw .malformed(.truncated, offset: bytes.count) }
        self.bytes = bytes
        self.offset = offset + 2
        end = offset + length
    }

    var isAtEnd: Bool { offset == end }

    func error(_ defect: JPEGStreamError.Defect) -> JPEGStreamError { .malformed(defect, offset: offset) }

    mutating func byte() throws(JPEGStreamError) -> Int {
        guard offset < end else { throw error(.segmentLength) }
        defer { offset += 1 }
        return Int(bytes[offset])
    }

    /// Two bytes, the first one uppermost.
    mutating func word() throws(JPEGStreamError) -> Int { try byte() << 8 | byte() }

    mutating func take(_ count: Int) throws(JPEGStreamError) -> [UInt8] {
        guard count <= end - offset else { throw error(.segmentLength) }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }
}
