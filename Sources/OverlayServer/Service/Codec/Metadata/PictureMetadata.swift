import Detections
import Render

/// What a picture's file says beside its pixels, as far as it goes along where they are coded anew: what their colors are, EXIF, and how far they
/// lie apart.
struct PictureMetadata: Equatable {
    private var profile: ICCProfile?
    private var codes: VideoColorCodes?
    /// That of light by numbers: a PNG says the reverse.
    private var gamma: Double?
    private var primaries: Primaries?
    /// A PNG's color chunks but for its profile, as they are.
    private var colorChunks: [FilePart] = []
    /// TIFF (EXIF 2.32, 4.5), without the small picture that shows the frame as it was.
    private var exif: [UInt8]?
    private var density: PixelDensity?
    /// Whether other pictures follow in time (APNG).
    private(set) var isAnimated = false

    static let none = PictureMetadata()

    private init() {}

    /// That of a file, or of its beginning; what is damaged is left out.
    init(of file: [UInt8], format: ImageFormat) {
        switch format {
        case .jpeg: read(FilePart.segments(of: file))
        case .png: for chunk in FilePart.chunks(of: file) { read(chunk) }
        }
    }

    /// By the precedence of the PNG specification, section 4.3; `nil` where the file says nothing.
    var colorProfile: ColorProfile? {
        if let codes { return ColorProfile(codes) }
        if let profile { return ColorProfile(profile) }
        if isDeclaredSRGB { return .sRGB }
        return gamma.map { ColorProfile(gamma: $0, primaries: primaries ?? .sRGB) }
    }

    /// As EXIF has it: how viewers turn the stored pixels; `nil` where it does not say.
    var orientation: Int? { exif.flatMap(EXIF.orientation) }

    private var isDeclaredSRGB: Bool { colorChunks.contains { $0.isChunk("sRGB") } }
    /// Pixels become RGB.
    private var keptProfile: ICCProfile? { profile.flatMap { $0.space == .rgb ? $0 : nil } }
}

extension PictureMetadata {
    private mutating func read(_ segments: [FilePart]) {
        var parts: [UInt8: ArraySlice<UInt8>] = [:]
        for segment in segments {
            switch segment.name {
            case 0xE0 where density == nil: density = PixelDensity(jfif: segment.bytes)
            case 0xE1 where exif == nil && segment.bytes.starts(with: Self.exifIdentifier):
                exif = EXIFThumbnail.removed(from: Array(segment.bytes.dropFirst(Self.exifIdentifier.count)))
            // ICC.1:2022, annex B.4: each part has its number and how many there are.
            case 0xE2
            where segment.bytes.count > Self.profileStart && segment.bytes.starts(with: Self.profileIdentifier):
                let number = segment.bytes[segment.bytes.startIndex + Self.profileIdentifier.count]
                parts[number] = segment.bytes.dropFirst(Self.profileStart)
            default: break
            }
        }
        profile = ICCProfile(parts.sorted { $0.key < $1.key }.flatMap(\.value))
    }

    private mutating func read(_ chunk: FilePart) {
        let bytes = chunk.bytes
        if chunk.isChunk("acTL") { isAnimated = true }
        if chunk.isChunk("pHYs") { density = PixelDensity(pHYs: bytes) }
        if chunk.isChunk("eXIf"), exif == nil { exif = EXIFThumbnail.removed(from: Array(bytes)) }
        if chunk.isChunk("iCCP"), let name = bytes.firstIndex(of: 0), bytes.count > name + 2 - bytes.startIndex {
            profile = Inflate.zlib(Array(bytes[(name + 2)...]), limit: Self.largestProfile).flatMap(ICCProfile.init)
        }
        guard Self.colorChunks.contains(where: { chunk.isChunk($0.name) && bytes.count == $0.byteCount }) else {
            return
        }
        colorChunks.append(chunk)
        let numbers = stride(from: 0, to: bytes.count - 3, by: 4).map { bytes.dropFirst($0).prefix(4).bigEndianValue }
        if chunk.isChunk("gAMA"), numbers[0] > 0 { gamma = 100_000 / Double(numbers[0]) }
        if chunk.isChunk("cHRM") {
            let color = { (index: Int) in SIMD2(Double(numbers[index]), Double(numbers[index + 1])) / 100_000 }
            primaries = Primaries(red: color(2), green: color(4), blue: color(6), white: color(0))
        }
        if chunk.isChunk("cICP") {
            let codes = Array(bytes)
            self.codes = VideoColorCodes(
                primaries: codes[0],
                transfer: codes[1],
                matrix: codes[2],
                isFullRange: codes[3] == 1
            )
        }
    }

    private static let colorChunks: [(name: StaticString, byteCount: Int)] = [
        ("cICP", 4), ("sRGB", 1), ("gAMA", 4), ("cHRM", 32), ("mDCV", 24), ("cLLI", 8),
    ]
    private static let exifIdentifier = Array("Exif\0\0".utf8)
    private static let profileIdentifier = Array("ICC_PROFILE\0".utf8)
    private static let profileStart = profileIdentifier.count + 2
    private static let largestProfile = 16 << 20
    private static let longestSegment = 65_533
}

extension PictureMetadata {
    /// What an RGB PNG says of it.
    var chunks: [FilePart] {
        var chunks = colorChunks
        if let profile = keptProfile, let packed = Deflate.zlib(profile.bytes) {
            // Of which one alone may be there.
            chunks.removeAll { $0.isChunk("sRGB") }
            chunks.append(FilePart(chunk: "iCCP", Array("ICC profile\0\0".utf8) + packed))
        }
        if let density { chunks.append(FilePart(chunk: "pHYs", density.pHYs)) }
        if let exif { chunks.append(FilePart(chunk: "eXIf", exif)) }
        return chunks
    }

    /// What a YCbCr JPEG says of it; EXIF where that is at most as long as a segment may be.
    var segments: [FilePart] {
        var segments: [FilePart] = []
        if let exif, exif.count <= Self.longestSegment - Self.exifIdentifier.count {
            segments.append(FilePart(marker: 0xE1, Self.exifIdentifier + exif))
        }
        guard let profile = keptProfile ?? profileOfGamma else { return segments }
        let byteCount = Self.longestSegment - Self.profileStart
        let starts = Array(stride(from: 0, to: profile.bytes.count, by: byteCount))
        guard starts.count <= Int(UInt8.max) else { return segments }
        for (index, start) in starts.enumerated() {
            let numbers = [UInt8(index + 1), UInt8(starts.count)]
            let part = profile.bytes.dropFirst(start).prefix(byteCount)
            segments.append(FilePart(marker: 0xE2, Self.profileIdentifier + numbers + part))
        }
        return segments
    }

    /// As JFIF has it.
    var jfifDensity: (unit: UInt8, horizontal: UInt16, vertical: UInt16)? { density?.jfif }

    /// A JPEG says with a profile what a PNG says with two numbers.
    private var profileOfGamma: ICCProfile? {
        guard profile == nil, codes == nil, !isDeclaredSRGB, let gamma else { return nil }
        return ICCProfile(gamma: gamma, primaries: primaries ?? .sRGB)
    }
}
