/// Writes a JPEG's bytes.
struct FileWriter {
    /// What has been written, then room for more.
    private var bytes: [UInt8]
    private var count = 0

    init(expectedCount: Int) { bytes = [UInt8](repeating: 0, count: expectedCount + Self.largestStep) }

    /// How far a step writes ahead.
    private static let largestStep = 16

    /// The file; the writer is empty afterwards.
    mutating func finish() -> [UInt8] {
        // Swapped, because an array that is held twice is copied when it is cut.
        var file: [UInt8] = []
        swap(&file, &bytes)
        file.removeLast(file.count - count)
        count = 0
        return file
    }

    /// Copies bytes of a file as they are.
    mutating func append(_ range: Range<Int>, of file: [UInt8]) {
        makeRoom(range.count + Self.largestStep)
        let source = file.span
        var (offset, place) = (range.lowerBound, count)
        var target = bytes.mutableSpan
        while offset < range.upperBound {
            if offset &+ 8 <= source.count {
                target.store(bigEndianWord: source.bigEndianWord(at: offset), at: place)
                offset &+= 8
                place &+= 8
            } else {
                target[place] = source[offset]
                offset &+= 1
                place &+= 1
            }
        }
        count += range.count
    }

    mutating func append(_ file: [UInt8]) { append(0..<file.count, of: file) }

    /// Writes entropy-coded data, with a zero byte stuffed after each 0xFF; at least 8 zeros must follow it.
    mutating func append(_ data: BitWriter) {
        let source = data.bytes.span
        var offset = 0
        while offset < data.count {
            // Not at once, because room for a zero after each byte would be much.
            makeRoom(Self.chunk * 2 + Self.largestStep)
            let end = min(offset + Self.chunk, data.count)
            var place = count
            var target = bytes.mutableSpan
            while offset < end {
                let word = source.bigEndianWord(at: offset)
                target.store(bigEndianWord: word, at: place)
                if word.hasFF {
                    let plain = word.bytesBeforeFF
                    target[place &+ plain &+ 1] = 0
                    (offset, place) = (offset &+ plain &+ 1, place &+ plain &+ 2)
                } else {
                    (offset, place) = (offset &+ 8, place &+ 8)
                }
            }
            count = place
        }
        count -= offset - data.count
    }

    private static let chunk = 4_096

    private mutating func makeRoom(_ byteCount: Int) {
        let missing = count + byteCount - bytes.count
        if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: max(missing, bytes.count))) }
    }
}
