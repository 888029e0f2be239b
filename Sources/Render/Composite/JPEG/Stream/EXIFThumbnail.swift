/// The small picture that an EXIF segment has of the large one: what is drawn over a frame is not on it, so that it is taken away.
///
/// EXIF 2.32, 4.5: TIFF, whose second directory is the thumbnail's.
struct EXIFThumbnail {
    /// The bytes of the file that become zeros: the link to the thumbnail's directory, and the thumbnail.
    let ranges: [Range<Int>]

    private static let identifier = Array("Exif\0\0".utf8)

    /// `nil` where the application segment `segment` of `file`, whose content that is, is no EXIF, or has no thumbnail.
    init?(_ file: [UInt8], content segment: Range<Int>) {
        guard segment.count > Self.identifier.count, file[segment].starts(with: Self.identifier) else { return nil }
        let tiff = TIFF(bytes: file, range: segment.lowerBound + Self.identifier.count..<segment.upperBound)
        guard let tiff, let first = tiff.long(at: 4), let link = tiff.linkOffset(ofDirectory: first),
            let second = tiff.long(at: link), second != 0
        else { return nil }
        var ranges = [tiff.file(link..<link + 4)].compactMap(\.self)
        // A JPEG, or rows of pixels.
        for (offsetTag, lengthTag) in [(0x0201, 0x0202), (0x0111, 0x0117)] {
            guard let offset = tiff.value(of: offsetTag, inDirectory: second),
                let length = tiff.value(of: lengthTag, inDirectory: second), length <= tiff.range.count
            else { continue }
            ranges += [tiff.file(offset..<offset + length)].compactMap(\.self)
        }
        self.ranges = ranges
    }

    /// Numbers of a TIFF by their offsets in it; `nil` beyond its end.
    private struct TIFF {
        let bytes: [UInt8]
        /// In the file.
        let range: Range<Int>
        private let isLittleEndian: Bool

        init?(bytes: [UInt8], range: Range<Int>) {
            guard range.count >= 8 else { return nil }
            switch Array(bytes[range.prefix(2)]) {
            case Array("II".utf8): isLittleEndian = true
            case Array("MM".utf8): isLittleEndian = false
            default: return nil
            }
            (self.bytes, self.range) = (bytes, range)
        }

        /// Where a part of it lies in the file.
        func file(_ part: Range<Int>) -> Range<Int>? {
            guard part.lowerBound >= 0, part.upperBound <= range.count else { return nil }
            return range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
        }

        func long(at offset: Int) -> Int? { number(at: offset, byteCount: 4) }

        private func number(at offset: Int, byteCount: Int) -> Int? {
            guard let place = file(offset..<offset + byteCount) else { return nil }
            let digits = isLittleEndian ? bytes[place].reversed() : Array(bytes[place])
            return digits.reduce(0) { $0 << 8 | Int($1) }
        }

        /// Where a directory says where the next one is.
        func linkOffset(ofDirectory start: Int) -> Int? {
            number(at: start, byteCount: 2).map { start + 2 + $0 * 12 }
        }

        /// The only value of an entry.
        func value(of tag: Int, inDirectory start: Int) -> Int? {
            for index in 0..<(number(at: start, byteCount: 2) ?? 0) {
                let entry = start + 2 + index * 12
                guard number(at: entry, byteCount: 2) == tag, long(at: entry + 4) == 1 else { continue }
                // Of type SHORT or LONG.
                return number(at: entry + 8, byteCount: number(at: entry + 2, byteCount: 2) == 3 ? 2 : 4)
            }
            return nil
        }
    }
}
