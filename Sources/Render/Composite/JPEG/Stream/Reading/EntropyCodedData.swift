/// The entropy-coded segments of all scans, one after the other, without stuffed bytes and restart markers.
struct EntropyCodedData: Sendable {
    /// The data, then zeros: more than a block that begins before the end can read beyond it.
    private(set) var bytes: [UInt8]
    private(set) var intervals: [EntropyInterval] = []
    private var count = 0

    /// 64 coefficients of at most 26 bits, and the reader's look-ahead.
    static let padding = 64 * 26 / 8 + 48

    /// Room for the data of a file of `fileSize` bytes.
    init(fileSize: Int) { bytes = [UInt8](repeating: 0, count: fileSize + Self.padding) }

    /// Takes over one scan's data, which begins at `start` of `file`; returns where the marker after it begins.
    mutating func append(_ file: [UInt8], from start: Int, marker: inout UInt8) throws(JPEGStreamError) -> Int {
        var (begin, first) = (start, count)
        var restart: UInt8 = 0
        var offset = start
        while true {
            let end = try copyInterval(file, from: offset)
            intervals.append(EntropyInterval(file: begin..<end, data: first..<count))
            offset = end
            while offset < file.count, file[offset] == 0xFF { offset += 1 }
            guard offset < file.count else { return end }
            marker = file[offset]
            guard 0xD0...0xD7 ~= marker else { return end }
            guard marker & 7 == restart else { throw .malformed(.restartMarkers, offset: end) }
            restart = (restart + 1) & 7
            offset += 1
            (begin, first) = (offset, count)
        }
    }

    /// Copies up to the next marker, or to the end of the file, and returns where that begins, fill bytes included.
    private mutating func copyInterval(_ file: [UInt8], from start: Int) throws(JPEGStreamError) -> Int {
        let source = file.span
        var (offset, count) = (start, count)
        var target = bytes.mutableSpan
        while offset < source.count {
            if offset &+ 8 <= source.count {
                let word = source.bigEndianWord(at: offset)
                target.store(bigEndianWord: word, at: count)
                // Asked first, so that what comes next need not wait for the count.
                guard word.hasFF else {
                    (offset, count) = (offset &+ 8, count &+ 8)
                    continue
                }
                let plain = word.bytesBeforeFF
                (offset, count) = (offset &+ plain, count &+ plain)
            }
            let byte = source[offset]
            if byte == 0xFF {
                guard offset &+ 1 < source.count else {
                    self.count = count
                    return offset
                }
                guard source[offset &+ 1] == 0 else {
                    self.count = count
                    return offset
                }
                offset &+= 1
            }
            target[count] = byte
            count &+= 1
            offset &+= 1
        }
        self.count = count
        return offset
    }

    /// Puts zeros where copying ahead has left bytes after the end.
    mutating func finish() {
        for offset in count..<min(count + 8, bytes.count) { bytes[offset] = 0 }
    }
}

/// The entropy-coded data between two markers: a restart interval, or a whole scan without them.
struct EntropyInterval: Sendable {
    /// Its bytes in the file, up to the marker after it.
    let file: Range<Int>
    /// Its bytes in `EntropyCodedData`.
    let data: Range<Int>
}

extension UInt64 {
    /// Whether one of its bytes is 0xFF.
    @inline(always)
    var hasFF: Bool {
        ((self & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x0101_0101_0101_0101) & self & 0x8080_8080_8080_8080 != 0
    }

    /// How many of its bytes, the uppermost first, come before one that is 0xFF.
    @inline(always)
    var bytesBeforeFF: Int {
        let full = ((self & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x0101_0101_0101_0101) & self & 0x8080_8080_8080_8080
        return full.leadingZeroBitCount &>> 3
    }
}
