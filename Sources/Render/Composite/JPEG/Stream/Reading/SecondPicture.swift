/// Other pictures that a JPEG has beside its own (thumbnails, MPO, UltraHDR, motion photos), and what says where they are: what is drawn over a frame
/// is not on them, so that an overlay has none of them.
enum SecondPicture {
    /// The bytes of `file` that an overlay has as zeros, of the application segment `marker` whose content is `segment`: the thumbnail of EXIF, of
    /// Photoshop or of JFIF; all of a segment that is nothing else, or that counts bytes up to a picture behind the end of this one.
    static func ranges(in file: [UInt8], marker: UInt8, content segment: Range<Int>) -> [Range<Int>] {
        let content = file[segment]
        switch marker {
        case 0xE0 where content.starts(with: jfif) && segment.count > jfifByteCount:
            // The thumbnail's width and height, and its pixels.
            return [segment.lowerBound + jfifByteCount - 2..<segment.upperBound]
        case 0xE1 where content.starts(with: xmp):
            return xmpNames.contains { content.firstRange(of: $0) != nil } ? [segment] : []
        case 0xE1 where content.starts(with: exif):
            return EXIFThumbnail(file, tiff: segment.lowerBound + exif.count..<segment.upperBound).ranges
        case 0xED:
            return photoshopThumbnails.compactMap { resource(after: $0, in: content) }
        default: break
        }
        return wholes.contains { $0.marker == marker && content.starts(with: $0.identifier) } ? [segment] : []
    }

    private static let jfif = Array("JFIF\0".utf8)
    private static let jfifByteCount = 14
    private static let exif = Array("Exif\0\0".utf8)
    private static let xmp = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
    /// Of the lists of pictures behind this one (Google's container format), of motion photos' older form, and of thumbnails.
    private static let xmpNames = ["Item:Length", "MicroVideoOffset", "xmpGImg:image"].map { Array($0.utf8) }
    /// JFIF's extension, XMP too long for one segment (depth, the picture before it was changed), CIPA DC-007's index, ISO 21496-1's version.
    private static let wholes: [(marker: UInt8, identifier: [UInt8])] = [
        (0xE0, "JFXX\0"), (0xE1, "http://ns.adobe.com/xmp/extension/\0"), (0xE2, "MPF\0"),
        (0xE2, "urn:iso:std:iso:ts:21496:-1\0"),
    ].map { ($0.0, Array($0.1.utf8)) }
    /// The starts of Photoshop's image resources 1033 and 1036, which have no name.
    private static let photoshopThumbnails: [[UInt8]] = [0x09, 0x0C].map { Array("8BIM".utf8) + [0x04, $0, 0, 0] }

    /// The data of the image resource that begins with `start`.
    private static func resource(after start: [UInt8], in content: ArraySlice<UInt8>) -> Range<Int>? {
        guard let end = content.firstRange(of: start)?.upperBound, end + 4 <= content.endIndex else { return nil }
        let count = content[end..<end + 4].reduce(0) { $0 << 8 | Int($1) }
        return end + 4..<min(end + 4 + count, content.endIndex)
    }
}
