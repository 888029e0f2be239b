/// What application segments say about the meaning of three components, judged as libjpeg does.
struct ColorSpaceHints {
    private var isJFIF = false
    /// The color transform of an Adobe segment.
    private var adobeTransform: UInt8?

    /// Looks at an application segment, of which `marker` is the second marker byte.
    mutating func note(_ marker: UInt8, _ segment: SegmentReader) throws(JPEGStreamError) {
        var segment = segment
        let length = segment.end - segment.offset
        if marker == 0xE0, length >= 14 {
            let identifier = try segment.take(5)
            isJFIF = isJFIF || identifier == Array("JFIF\0".utf8)
        } else if marker == 0xEE, length >= 12 {
            let content = try segment.take(12)
            if content.starts(with: Array("Adobe".utf8)) { adobeTransform = content[11] }
        }
    }

    /// Whether an Adobe segment says of three components what they cannot be; libjpeg takes them for YCbCr then, and so does this.
    func isTransformOdd(of components: [JPEGComponent]) -> Bool {
        components.count == 3 && !isJFIF && (adobeTransform ?? 1) > 1
    }

    /// JFIF is YCbCr; without it an Adobe segment decides, and without that the component identifiers.
    func areYCbCr(_ components: [JPEGComponent]) -> Bool {
        guard components.count == 3, !isJFIF else { return true }
        if let adobeTransform { return adobeTransform != 0 }
        return components.map(\.id) != Array("RGB".utf8)
    }
}
