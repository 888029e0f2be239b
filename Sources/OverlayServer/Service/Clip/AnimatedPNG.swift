import Detections
import Render

/// Puts finished PNGs one behind the other, as the frames of one animated PNG (PNG specification, third edition, 4.9 and 11.3.6).
///
/// All have the same size and kind of pixels, and none has a palette. The first is what programs show that know no animation.
struct AnimatedPNG {
    private let frameCount: Int
    private let delay: (numerator: UInt16, denominator: UInt16)
    private let comment: String
    /// Of the next fcTL or fdAT chunk.
    private var sequenceNumber: UInt32 = 0
    private var header: [UInt8] = []

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// Divides a second so that all usual rates are whole numbers of it, and ten seconds still fit into 16 bits.
    private static let partsPerSecond = 6000.0

    /// `frameCount`: how many there will be; `fps` is 0.1…120.
    init(frameCount: Int, fps: Double, comment: String) {
        self.frameCount = frameCount
        self.comment = comment
        delay = (UInt16(clamping: (Self.partsPerSecond / fps).rounded()), UInt16(Self.partsPerSecond))
    }

    /// What the file has for the next frame; for the first one, its beginning too.
    mutating func frame(_ png: [UInt8]) -> [UInt8] {
        let chunks = Self.chunks(of: png)
        let header = chunks.first { $0.isChunk("IHDR") }.map { Array($0.bytes) } ?? []
        let isFirst = self.header.isEmpty
        precondition(isFirst || header == self.header, "The frames of an animation have one header.")
        var bytes: [UInt8] = []
        if isFirst {
            self.header = header
            bytes += Self.signature + FilePart(chunk: "IHDR", header).chunk
            bytes += FilePart(chunk: "acTL", UInt32(frameCount).bigEndianBytes + UInt32(0).bigEndianBytes).chunk
            bytes += FilePart(comment: comment).chunk
        }
        // Width and height are the first eight bytes of the header; offsets are 0, and each frame replaces the one before.
        let place = header.prefix(8) + [UInt8](repeating: 0, count: 8)
        let time = delay.numerator.bigEndianBytes + delay.denominator.bigEndianBytes
        bytes += FilePart(chunk: "fcTL", nextNumber() + place + time + [0, 0]).chunk
        for data in chunks where data.isChunk("IDAT") {
            bytes += isFirst ? data.chunk : FilePart(chunk: "fdAT", nextNumber() + data.bytes).chunk
        }
        return bytes
    }

    /// What the file ends with.
    static let end = FilePart(chunk: "IEND", []).chunk

    private mutating func nextNumber() -> [UInt8] {
        defer { sequenceNumber += 1 }
        return sequenceNumber.bigEndianBytes
    }

    /// Of a file that was made here, so that all is well with it.
    private static func chunks(of png: [UInt8]) -> [FilePart] {
        var parts: [FilePart] = []
        var offset = signature.count
        while offset + 12 <= png.count {
            let length = Int(png[offset..<offset + 4].bigEndianValue)
            let content = offset + 8..<offset + 8 + length
            parts.append(FilePart(name: png[offset + 4..<offset + 8].bigEndianValue, bytes: png[content]))
            offset = content.upperBound + 4
        }
        return parts
    }
}
