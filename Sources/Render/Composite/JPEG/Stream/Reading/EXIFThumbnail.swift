/// The small picture that an EXIF segment has of the large one: what is drawn over a frame is not on it, so that it is taken away.
///
/// EXIF 2.32, 4.5: TIFF, whose second directory is the thumbnail's. Cameras keep further ones in notes of their own making.
package struct EXIFThumbnail {
    /// The bytes of the file that become zeros: the link to the thumbnail's directory, the thumbnail, and all that looks like a JPEG.
    let ranges: [Range<Int>]

    /// Of the TIFF that lies at `range` of `file`.
    init(_ file: [UInt8], tiff range: Range<Int>) {
        ranges = Self.directoryRanges(file, range) + Self.jpegRanges(file, range)
    }

    /// `tiff`, with zeros in their place.
    package static func removed(from tiff: [UInt8]) -> [UInt8] {
        var tiff = tiff
        for range in EXIFThumbnail(tiff, tiff: tiff.indices).ranges {
            for offset in range { tiff[offset] = 0 }
        }
        return tiff
    }

    private static func directoryRanges(_ file: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        guard let tiff = TIFF(bytes: file, range: range), let first = tiff.long(at: 4),
            let link = tiff.linkOffset(ofDirectory: first), let second = tiff.long(at: link), second != 0
        else { return [] }
        var ranges = [tiff.file(link..<link + 4)].compactMap(\.self)
        // A JPEG, or rows of pixels.
        for (offsetTag, lengthTag) in [(0x0201, 0x0202), (0x0111, 0x0117)] {
            guard let offset = tiff.value(of: offsetTag, inDirectory: second),
                let length = tiff.value(of: lengthTag, inDirectory: second), length <= tiff.range.count
            else { continue }
            ranges += [tiff.file(offset..<offset + length)].compactMap(\.self)
        }
        return ranges
    }

    /// From SOI and the marker behind it to EOI, or to the end.
    private static func jpegRanges(_ file: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var offset = range.lowerBound
        while offset + 4 <= range.upperBound {
            guard file[offset] == 0xFF, file[offset + 1] == 0xD8, file[offset + 2] == 0xFF else {
                offset += 1
                continue
            }
            let start = offset
            offset += 2
            while offset + 2 <= range.upperBound, file[offset] != 0xFF || file[offset + 1] != 0xD9 { offset += 1 }
            offset = min(offset + 2, range.upperBound)
            ranges.append(start..<offset)
        }
        return ranges
    }
}

/// What else of EXIF means anything here.
package enum EXIF {
    /// How viewers turn the stored pixels, 1…8 (EXIF 2.32, 4.6.4); from 5 on width and height change places. `nil` where `tiff` says nothing.
    package static func orientation(of tiff: [UInt8]) -> Int? {
        guard let tiff = TIFF(bytes: tiff, range: tiff.indices), let first = tiff.long(at: 4),
            let value = tiff.value(of: 0x0112, inDirectory: first), 1...8 ~= value
        else { return nil }
        return value
    }
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
