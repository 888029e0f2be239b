import Detections

/// A segment of a JPEG or a chunk of a PNG, apart from those that pixels depend on.
struct FilePart: Equatable {
    /// Of a segment its marker's second byte; of a chunk its four letters, the first one uppermost.
    let name: UInt32
    /// Without marker, name, length and checksum.
    let bytes: ArraySlice<UInt8>

    init(marker: UInt8, _ bytes: some Sequence<UInt8>) { (name, self.bytes) = (UInt32(marker), ArraySlice(bytes)) }

    init(chunk: StaticString, _ bytes: some Sequence<UInt8>) {
        (name, self.bytes) = (Self.name(chunk), ArraySlice(bytes))
    }

    /// A PNG's comment: tEXt where it is ASCII, else iTXt, which has four more fields, all of them empty (PNG specification, 11.3.3).
    init(comment: String) {
        let isASCII = comment.utf8.allSatisfy { $0 < 128 }
        self.init(chunk: isASCII ? "tEXt" : "iTXt", Array("Comment\0\(isASCII ? "" : "\0\0\0\0")\(comment)".utf8))
    }

    init(name: UInt32, bytes: ArraySlice<UInt8>) { (self.name, self.bytes) = (name, bytes) }

    func isChunk(_ name: StaticString) -> Bool { self.name == Self.name(name) }

    /// As it stands in a PNG (PNG specification, 5.3).
    var chunk: [UInt8] {
        let content = name.bigEndianBytes + bytes
        return UInt32(bytes.count).bigEndianBytes + content + CRC32.checksum(of: content[...]).bigEndianBytes
    }

    private static func name(_ letters: StaticString) -> UInt32 {
        letters.withUTF8Buffer { unsafe $0.reduce(0) { $0 << 8 | UInt32($1) } }
    }
}

extension FilePart {
    /// The segments of a JPEG, or of its beginning, before its first scan (T.81, B.1.1), the frame header and tables among them.
    static func segments(of jpeg: [UInt8]) -> [FilePart] {
        var parts: [FilePart] = []
        var offset = 2
        while true {
            while offset < jpeg.count, jpeg[offset] != 0xFF { offset += 1 }
            while offset < jpeg.count, jpeg[offset] == 0xFF { offset += 1 }
            guard offset + 2 < jpeg.count, jpeg[offset] != 0xDA, jpeg[offset] != 0xD9 else { return parts }
            let marker = jpeg[offset]
            offset += 1
            guard marker > 0x01, !(0xD0...0xD8 ~= marker) else { continue }
            let length = Int(jpeg[offset]) << 8 | Int(jpeg[offset + 1])
            guard length >= 2, length <= jpeg.count - offset else { return parts }
            parts.append(FilePart(name: UInt32(marker), bytes: jpeg[offset + 2..<offset + length]))
            offset += length
        }
    }

    /// The chunks of a PNG, or of its beginning (PNG specification, section 5.3), whose checksums are right, but for those of its pixels.
    static func chunks(of png: [UInt8]) -> [FilePart] {
        var parts: [FilePart] = []
        var offset = 8
        while offset + 12 <= png.count {
            let length = Int(png[offset..<offset + 4].bigEndianValue)
            guard length <= png.count - offset - 12 else { break }
            let content = offset + 8..<offset + 8 + length
            offset = content.upperBound + 4
            let part = FilePart(
                name: png[content.lowerBound - 4..<content.lowerBound].bigEndianValue,
                bytes: png[content]
            )
            guard !part.isChunk("IDAT"), !part.isChunk("fdAT") else { continue }
            let checksum = png[content.upperBound..<offset].bigEndianValue
            guard CRC32.checksum(of: png[content.lowerBound - 4..<content.upperBound]) == checksum else { continue }
            parts.append(part)
        }
        return parts
    }
}

extension Collection<UInt8> {
    /// The number that up to four bytes are, the first one uppermost.
    var bigEndianValue: UInt32 { reduce(0) { $0 << 8 | UInt32($1) } }
}

extension FixedWidthInteger {
    /// Its bytes, the first one uppermost.
    var bigEndianBytes: [UInt8] {
        stride(from: bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
    }
}
