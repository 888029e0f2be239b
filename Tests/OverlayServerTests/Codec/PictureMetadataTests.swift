import Detections
import Render
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("What goes along with a picture whose pixels are coded anew")
struct PictureMetadataTests {
    private static let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)

    /// An overlay without anything on it but a box.
    private func overlay(on frame: [UInt8], _ format: String, quality: Int? = nil) throws -> [UInt8] {
        let header = try ImageCodec.header(of: frame, limits: Self.limits)
        let painter = Painter(text: try TextEngine(fonts: FontFiles(paths: []).sources), limits: Self.limits)
        let box = BoxLayer.Box(rect: PixelRect(x: 4, y: 4, width: 8, height: 8), color: Palette.color(index: 1))
        let scene = Scene(size: header.size, layers: [BoxLayer(boxes: [box], shape: .plain, thickness: 2)])
        var style = try Style(["format": [format]])
        style.quality = quality
        return try painter.paint(scene, on: FrameContent(frame), header: header, style: style).bytes
    }

    private func warnings(of frame: [UInt8], _ format: String) throws -> [String] {
        let header = try ImageCodec.header(of: frame, limits: Self.limits)
        return try FrameNotes.losses(header, Style(["format": [format]])).map { "\($0.code.rawValue): \($0.detail)" }
    }

    private func content(_ name: StaticString, of png: [UInt8]) -> [UInt8]? {
        FilePart.chunks(of: png).first { $0.isChunk(name) }.map { Array($0.bytes) }
    }

    private func segment(_ marker: UInt32, _ start: String, of jpeg: [UInt8]) -> [UInt8]? {
        FilePart.segments(of: jpeg).first { $0.name == marker && $0.bytes.starts(with: start.utf8) }.map {
            Array($0.bytes.dropFirst(start.utf8.count))
        }
    }

    /// No profile of anybody, but one by its header.
    private func profile(_ space: String, named name: String) -> [UInt8] {
        let text = Array(name.utf16).flatMap { $0.bigEndianBytes }
        let tag =
            Array("mluc\0\0\0\0\0\0\0\u{1}\0\0\0\u{C}enUS".utf8) + UInt32(text.count).bigEndianBytes + [0, 0, 0, 28]
            + text
        var bytes = [UInt8](repeating: 0, count: 128)
        bytes.replaceSubrange(16..<20, with: space.utf8)
        bytes.replaceSubrange(36..<40, with: "acsp".utf8)
        bytes += [0, 0, 0, 1] + Array("desc".utf8) + [0, 0, 0, 144] + UInt32(tag.count).bigEndianBytes + tag
        bytes.replaceSubrange(0..<4, with: UInt32(bytes.count).bigEndianBytes)
        return bytes
    }

    @Test(
        "EXIF, its orientation included, and an ICC profile go into PNG and JPEG, whichever way they are made",
        arguments: ["20-exif-icc-progressive.jpg", "21-exif-icc-baseline.jpg"]
    )
    func exifAndProfile(name: String) throws {
        let frame = try FrameFiles.bytes(name)
        let exif = try #require(segment(0xE1, "Exif\0\0", of: frame))
        let profile = try #require(segment(0xE2, "ICC_PROFILE\0\u{1}\u{1}", of: frame))
        for jpeg in [try overlay(on: frame, "jpeg"), try overlay(on: frame, "jpeg", quality: 80)] {
            #expect(segment(0xE1, "Exif\0\0", of: jpeg) == exif)
            #expect(segment(0xE2, "ICC_PROFILE\0\u{1}\u{1}", of: jpeg) == profile)
        }
        let png = try overlay(on: frame, "png")
        #expect(content("eXIf", of: png) == exif)
        #expect(PictureMetadata(of: png, format: .png) == PictureMetadata(of: frame, format: .jpeg))
        // And back.
        let jpeg = try overlay(on: png, "jpeg")
        #expect(segment(0xE1, "Exif\0\0", of: jpeg) == exif)
        #expect(segment(0xE2, "ICC_PROFILE\0\u{1}\u{1}", of: jpeg) == profile)
        #expect(try warnings(of: frame, "png") == [] && warnings(of: png, "jpeg") == [])
    }

    @Test(
        "A gamma goes along as it is in a PNG, and as a profile in a JPEG, with a warning that the overlay is not in sRGB"
    )
    func gamma() throws {
        let frame = try FrameFiles.bytes("22-linear-gamma.png")
        #expect(content("gAMA", of: try overlay(on: frame, "png")) == [0, 1, 0x86, 0xA0])
        let bytes = try #require(segment(0xE2, "ICC_PROFILE\0\u{1}\u{1}", of: overlay(on: frame, "jpeg")))
        let profile = try #require(ICCProfile(bytes))
        #expect(profile.space == .rgb && profile.name == "Gamma 1")
        #expect(profile == ICCProfile(gamma: 1, primaries: .sRGB))
        for format in ["png", "jpeg"] {
            let detail =
                "The frame has the color profile “gamma 1.0”; what is drawn is in the same numbers, not in sRGB's."
            #expect(try warnings(of: frame, format) == ["frame_profile: \(detail)"])
        }
    }

    @Test("The profile of sRGB's colors has the matrix of IEC 61966-2-1's own profile")
    func matrix() throws {
        let profile = try #require(ICCProfile(gamma: 2.2, primaries: .sRGB)).bytes
        let matrix = [
            ("rXYZ", [0.4361, 0.2225, 0.0139]), ("gXYZ", [0.3851, 0.7169, 0.0971]), ("bXYZ", [0.1431, 0.0606, 0.7139]),
        ]
        for (name, expected) in matrix {
            let entry = try #require(profile.firstRange(of: Array(name.utf8))).upperBound
            let start = Int(profile[entry..<entry + 4].bigEndianValue) + 8
            let numbers = stride(from: start, to: start + 12, by: 4).map {
                Double(profile[$0..<$0 + 4].bigEndianValue) / 65_536
            }
            for (number, expected) in zip(numbers, expected) { #expect(abs(number - expected) < 0.0003) }
        }
        #expect(ICCProfile(gamma: 0, primaries: .sRGB) == nil)
        let line = Primaries(red: [0.3, 0.3], green: [0.4, 0.4], blue: [0.5, 0.5], white: [0.3127, 0.329])
        #expect(ICCProfile(gamma: 2.2, primaries: line) == nil)
    }

    @Test("A PNG's color chunks go into a PNG; what a JPEG cannot say of them is told of")
    func colorChunks() throws {
        let png = try FrameFiles.plain("rgb8.png")
        let chunks: [(name: StaticString, content: [UInt8])] = [
            ("cICP", [9, 16, 0, 1]), ("sRGB", [1]), ("gAMA", [0, 0, 0xB1, 0x8F]),
            ("cLLI", [UInt8](repeating: 3, count: 8)),
        ]
        for (name, bytes) in chunks {
            let frame = png.withChunk(name.description, bytes)
            #expect(content(name, of: try overlay(on: frame, "png")) == bytes)
        }
        let wide = png.withChunk("cICP", [9, 16, 0, 1])
        let lost = "The frame has the color profile “CICP 9/16/0”, which a JPEG cannot say; it is left out."
        #expect(try warnings(of: wide, "jpeg") == ["frame_reduced: \(lost)"])
        #expect(try warnings(of: wide, "png").map { $0.prefix(13) } == ["frame_profile"])
        #expect(try warnings(of: png.withChunk("sRGB", [0]), "jpeg") == [])
        #expect(try warnings(of: png.withChunk("gAMA", [0, 0, 0xB1, 0x8F]), "jpeg") == [])
    }

    @Test("A profile that is not for RGB is left out where pixels become RGB, and that is told of")
    func otherSpaces() throws {
        let inks = profile("CMYK", named: "Coated paper")
        let frame = try FrameFiles.plain("cmyk-adobe.jpg").withSegment(
            0xE2,
            Array("ICC_PROFILE\0\u{1}\u{1}".utf8) + inks
        )
        for format in ["png", "jpeg"] {
            let overlay = try overlay(on: frame, format)
            #expect(overlay.firstRange(of: Array("acsp".utf8)) == nil && content("iCCP", of: overlay) == nil)
            let detail =
                "The frame has the color profile “Coated paper”, which is not for RGB, as the overlay is; it is left out."
            #expect(try warnings(of: frame, format) == ["frame_reduced: \(detail)"])
        }
        #expect(try warnings(of: frame, "transparent") == [])
    }

    @Test("A profile in several segments comes out whole; one that lacks a part is none")
    func segments() throws {
        let whole = profile("RGB ", named: "Wide") + [UInt8](repeating: 7, count: 100_000)
        var long = whole
        long.replaceSubrange(0..<4, with: UInt32(long.count).bigEndianBytes)
        let png = try FrameFiles.plain("rgb8.png")
        let name = Array("x\0\0".utf8)
        let frame = png.withChunk("iCCP", name + (Deflate.zlib(long) ?? []))
        let jpeg = try overlay(on: frame, "jpeg")
        #expect(PictureMetadata(of: jpeg, format: .jpeg) == PictureMetadata(of: frame, format: .png))
        #expect(PictureMetadata(of: jpeg, format: .jpeg).colorProfile?.name == "Wide")
        let second = try #require(jpeg.ranges(of: Array("ICC_PROFILE\0".utf8)).last).lowerBound - 4
        let length = Int(jpeg[second + 2..<second + 4].bigEndianValue) + 2
        let cut = Array(jpeg[..<second] + jpeg[(second + length)...])
        #expect(PictureMetadata(of: cut, format: .jpeg).colorProfile == nil)
    }

    @Test("Pixels that are not square stay so")
    func density() throws {
        let png = try FrameFiles.plain("rgb8.png")
        // 2835 a meter are 72 an inch.
        let inches = png.withChunk("pHYs", [0, 0, 0x0B, 0x13, 0, 0, 0x16, 0x26, 1])
        #expect(content("pHYs", of: try overlay(on: inches, "png")) == [0, 0, 0x0B, 0x13, 0, 0, 0x16, 0x26, 1])
        let jpeg = try overlay(on: inches, "jpeg")
        #expect(segment(0xE0, "JFIF\0", of: jpeg)?.dropFirst(2).prefix(5) == [1, 0, 72, 0, 144])
        #expect(content("pHYs", of: try overlay(on: jpeg, "png")) == [0, 0, 0x0B, 0x13, 0, 0, 0x16, 0x25, 1])
        #expect(
            segment(0xE0, "JFIF\0", of: try overlay(on: jpeg, "jpeg", quality: 50))?.dropFirst(2).prefix(5) == [
                1, 0, 72, 0, 144,
            ]
        )
        let shape = png.withChunk("pHYs", [0, 1, 0x86, 0xA0, 0, 3, 0x0D, 0x40, 0])
        #expect(
            segment(0xE0, "JFIF\0", of: try overlay(on: shape, "jpeg"))?.dropFirst(2).prefix(5) == [
                0, 0x61, 0xA8, 0xC3, 0x50,
            ]
        )
        #expect(content("pHYs", of: try overlay(on: png, "png")) == nil)
    }

    @Test("That a file has more pictures than the first one is told of")
    func animation() throws {
        let frame = try FrameFiles.plain("rgb8.png").withChunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])
        let detail = "The frame's file is animated (APNG); the overlay is of its first picture."
        #expect(try warnings(of: frame, "png") == ["frame_reduced: \(detail)"])
        #expect(try warnings(of: frame, "transparent") == [])
    }

    @Test(
        "Coordinates for the frame as EXIF has it turned are told of, where width and height change places",
        arguments: 1...9
    )
    func turned(orientation: Int) throws {
        let tiff = FrameFiles.tiff(orientation: orientation)
        #expect(EXIF.orientation(of: tiff) == (orientation <= 8 ? orientation : nil))
        let size = try #require(PixelSize(width: 64, height: 48))
        let plain = try ImageCodec.encodeJPEG(Bitmap(size: size, color: .white), quality: 90, sampling: .full)
        let file = plain.turned(orientation)
        let header = try ImageCodec.header(of: file, limits: ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20))
        #expect(header.isTurned == (5...8 ~= orientation))
        #expect(header.shownSize == PixelSize(width: header.isTurned ? 48 : 64, height: header.isTurned ? 64 : 48))
        let pictures = [(48.0, 64.0), (64, 48), (24, 32)].map { CoordinateSpace.PictureSize(width: $0, height: $1) }
        let codes = pictures.map { FrameNotes.turning(header, $0).map(\.code) }
        #expect(codes == [5...8 ~= orientation ? [.frameTurned] : [], [], []])
    }

    @Test("Pixels are turned as EXIF's table says where the first row and the first column are seen", arguments: 0...9)
    func oriented(orientation: Int) throws {
        let (width, height) = (3, 2)
        let size = try #require(PixelSize(width: width, height: height))
        let bytes = (0..<width * height).flatMap { pixel in (0..<4).map { UInt8(pixel * 4 + $0) } }
        let stored = try #require(Bitmap(size: size, isOpaque: false, bytes: bytes))
        let shown = stored.oriented(orientation)
        let isTurned = 5...8 ~= orientation
        #expect(shown.size == PixelSize(width: isTurned ? height : width, height: isTurned ? width : height))
        for y in 0..<height {
            for x in 0..<width {
                // Row 0 is at the bottom for 3 and 4, at the right for 6 and 7; column 0 at the right for 2 and 3, at the bottom for 7 and 8.
                let row = [3, 4, 6, 7].contains(orientation) ? height - 1 - y : y
                let column = [2, 3, 7, 8].contains(orientation) ? width - 1 - x : x
                let place = isTurned ? (x: row, y: column) : (x: column, y: row)
                #expect(shown[x: place.x, y: place.y] == stored[x: x, y: y], "\(x), \(y)")
            }
        }
    }

    @Test("A thumbnail in EXIF does not go with pixels that are coded anew")
    func thumbnail() throws {
        let frame = try FrameFiles.bytes("23-exif-thumbnail.jpg")
        let jpeg = try overlay(on: frame, "jpeg", quality: 80)
        for exif in [content("eXIf", of: try overlay(on: frame, "png")), segment(0xE1, "Exif\0\0", of: jpeg)] {
            #expect(exif?.firstRange(of: [0xFF, 0xD8, 0xFF]) == nil && exif?.firstRange(of: Array("test".utf8)) != nil)
        }
    }

    @Test("What a picture says of where it comes from is in it, in every format")
    func comment() throws {
        let frame = try FrameFiles.plain("rgb8.png")
        let header = try ImageCodec.header(of: frame, limits: Self.limits)
        let painter = Painter(text: try TextEngine(fonts: FontFiles(paths: []).sources), limits: Self.limits)
        for (format, text) in [
            ("png", "from here"), ("transparent", "from here"), ("jpeg", "from here"), ("png", "straße"),
        ] {
            let scene = Scene(size: header.size, layers: [])
            let style = try Style(["format": [format]])
            let picture = try painter.paint(scene, on: FrameContent(frame), header: header, style: style, comment: text)
            #expect(picture.bytes.firstRange(of: Array(text.utf8)) != nil)
            if format == "png" {
                let expected = text == "straße" ? "Comment\0\0\0\0\0straße" : "Comment\0from here"
                #expect(content(text == "straße" ? "iTXt" : "tEXt", of: picture.bytes) == Array(expected.utf8))
                #expect(try ImageCodec.decode(picture.bytes, limits: Self.limits).size == header.size)
            }
        }
    }

    @Test("Damaged metadata is left out, and harms nothing")
    func damage() throws {
        let frame = try FrameFiles.bytes("20-exif-icc-progressive.jpg")
        let png = try overlay(on: frame, "png")
        for count in stride(from: 0, to: 900, by: 7) {
            _ = PictureMetadata(of: Array(frame.prefix(count)), format: .jpeg)
            _ = PictureMetadata(of: Array(png.prefix(count)), format: .png)
        }
        let name = try #require(png.firstRange(of: Array("iCCP".utf8)))
        var changed = png
        changed[name.upperBound + 30] ^= 1
        #expect(PictureMetadata(of: changed, format: .png).colorProfile == nil)
        #expect(content("eXIf", of: try overlay(on: changed, "png")) != nil)
    }
}
