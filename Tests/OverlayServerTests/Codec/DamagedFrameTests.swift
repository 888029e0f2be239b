import Detections
import Foundation
import JPEGOracle
import Render
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("Damage and oddities of JPEGs")
struct DamagedFrameTests {
    private static let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 22)

    /// A picture of 96×64 with slopes and noise; with restart markers after so many MCUs.
    static func jpeg(restartInterval: Int32) -> [UInt8] {
        var options = jpeg_oracle_options()
        (options.component_count, options.horizontal_sampling, options.vertical_sampling) = (3, 2, 2)
        (options.quality, options.restart_interval) = (90, restartInterval)
        var random = SplitMix64(seed: 7)
        let samples = (0..<96 * 64 * 3).map { index in
            UInt8((index / 3 % 96 * 2 + index / 288 + Int.random(in: 0...9, using: &random)) % 256)
        }
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard unsafe jpeg_oracle_write(samples, 96, 64, options, &bytes, &count) else { return [] }
        defer { unsafe free(bytes) }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// What is drawn on `frame` as JPEG and as PNG; the sentence where it is refused.
    private func drawn(on frame: [UInt8], _ format: Style.Format) -> Result<[UInt8], ImageError> {
        do {
            let header = try ImageCodec.header(of: frame, limits: Self.limits)
            let painter = Painter(text: try TextEngine(fonts: FontFiles(paths: []).sources), limits: Self.limits)
            let box = BoxLayer.Box(rect: PixelRect(x: 4, y: 4, width: 20, height: 20), color: Palette.color(index: 1))
            let scene = Scene(size: header.size, layers: [BoxLayer(boxes: [box], shape: .plain, thickness: 2)])
            var style = Style()
            style.format = format
            return .success(try painter.paint(scene, on: FrameContent(frame), header: header, style: style).bytes)
        } catch let error as ImageError {
            return .failure(error)
        } catch {
            return .failure(.unrecognized(detail: "\(error)"))
        }
    }

    @Test(
        "that take nothing from the picture are drawn both ways, and told of",
        arguments: [
            ("04-samsung-style-sos-parameters.jpg", [.spectralParameters]),
            ("05-zero-padding-before-eoi.jpg", [.surplusBytes]),
            ("06-one-byte-between-segments.jpg", [.bytesBetweenSegments]),
            ("08-no-eoi-zero-padded.jpg", [.surplusBytes, .noEndOfImage]),
        ] as [(String, [JPEGOddity])]
    )
    func odd(name: String, oddities: [JPEGOddity]) throws {
        let frame = try FrameFiles.bytes(name)
        #expect(FrameContent(frame).oddities == oddities.map(\.description))
        let jpeg = try drawn(on: frame, .jpeg).get()
        let png = try drawn(on: frame, .png).get()
        // All but the box is as it was, either way.
        let (before, first, second) = (
            try FrameContent(frame).decoded(limits: Self.limits), try FrameContent(jpeg).decoded(limits: Self.limits),
            try ImageCodec.decode(png, limits: Self.limits)
        )
        let start = before.bytesPerRow * 48
        let decoded = FrameContent(frame)
        _ = try decoded.decoded(limits: Self.limits)
        #expect(decoded.oddities == oddities.map(\.description))
        #expect(before.bytes[start...] == first.bytes[start...] && before.bytes[start...] == second.bytes[start...])
        // What is written has its end.
        #expect(jpeg.suffix(2) == [0xFF, 0xD9])
    }

    @Test(
        "of PNGs that take nothing from the pixels are drawn and told of",
        arguments: [
            ("50-padded-idat.png", .surplus), ("51-idat-one-byte-more.png", .surplus),
            ("54-ancillary-bad-crc.png", .checksum), ("55-empty-trns.png", .transparency),
            ("57-iend-bad-crc.png", .checksum),
        ] as [(String, DecodingOddity)]
    )
    func oddPNG(name: String, oddity: DecodingOddity) throws {
        let content = FrameContent(try FrameFiles.bytes(name))
        _ = try content.decoded(limits: Self.limits)
        #expect(content.oddities == [oddity.description])
        for format in [Style.Format.png, .jpeg] {
            #expect((try? drawn(on: content.bytes, format).get()) != nil)
        }
    }

    @Test("of a progressive JPEG whose finest scans are missing are drawn, and told of")
    func blurred() throws {
        let content = FrameContent(try FrameFiles.bytes("61-progressive-dc-only.jpg"))
        #expect(content.oddities.isEmpty)
        _ = try content.decoded(limits: Self.limits)
        #expect(content.oddities == ["no scans of fine detail, so that it is blurred"])
        for format in [Style.Format.png, .jpeg] {
            #expect((try? drawn(on: content.bytes, format).get()) != nil)
        }
    }

    @Test("16 bits a sample, and transparency in a JPEG, are told of where an overlay lacks them")
    func losses() throws {
        let deep = try ImageCodec.header(of: FrameFiles.bytes("58-sixteen-bits.png"), limits: Self.limits)
        #expect(FrameNotes.losses(deep, Style()).map(\.code) == [.frameReduced])
        #expect(try FrameNotes.losses(deep, Style(["format": ["transparent"]])).isEmpty)
        let size = try #require(PixelSize(width: 4, height: 4))
        let clear = try #require(Bitmap(size: size, isOpaque: false, bytes: [UInt8](repeating: 9, count: 64)))
        let header = try ImageCodec.header(of: ImageCodec.encodePNG(clear), limits: Self.limits)
        #expect(FrameNotes.losses(header, Style()).isEmpty)
        #expect(try FrameNotes.losses(header, Style(["format": ["jpeg"]])).map(\.code) == [.frameReduced])
    }

    @Test("of PNGs that say something of the pixels are damage")
    func damagedPNG() throws {
        let size = try #require(PixelSize(width: 40, height: 30))
        let plain = Bitmap(size: size, color: StraightRGBA8(hex: 0x3366CC))
        let png = try ImageCodec.encodePNG(plain).withChunk("tEXt", Array("Title\0x".utf8))
        func refuses(_ change: (inout [UInt8]) throws -> Void) throws {
            var changed = png
            try change(&changed)
            #expect(throws: ImageError.self) { try FrameContent(changed).decoded(limits: Self.limits) }
        }
        let data = try #require(png.firstRange(of: Array("IDAT".utf8)))
        // A bit of the pixels, of a name that may have been another chunk's, and of the pixels' own checksum; and no more than a half.
        try refuses { $0[data.upperBound + 5] ^= 4 }
        try refuses { $0[data.lowerBound] ^= 0x20 }
        let title = try #require(png.firstRange(of: Array("tEXt".utf8)))
        try refuses { $0[title.lowerBound + 1] ^= 2 }
        try refuses { $0.removeLast($0.count / 2) }
        var checksum = png
        checksum[title.upperBound + 1] ^= 1
        let content = FrameContent(checksum)
        #expect(try content.decoded(limits: Self.limits).bytes == plain.bytes)
        #expect(content.oddities == [DecodingOddity.checksum.description])
    }

    @Test(
        "A thumbnail in EXIF, on which nothing is drawn, does not go with an overlay of the frame's blocks; all else of EXIF does"
    )
    func thumbnail() throws {
        let frame = try FrameFiles.bytes("23-exif-thumbnail.jpg")
        let starts = { (bytes: [UInt8]) in
            bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD8 }
        }
        let overlay = try drawn(on: frame, .jpeg).get()
        #expect(starts(frame).count == 2 && starts(overlay) == [0])
        let exif = try #require(frame.firstRange(of: Array("Exif\0\0".utf8)))
        let maker = try #require(frame.firstRange(of: Array("test".utf8)))
        #expect(
            overlay[exif.lowerBound - 4..<maker.upperBound].starts(
                with: frame[exif.lowerBound - 4..<exif.upperBound + 8]
            )
        )
        #expect(overlay[maker] == frame[maker])
        let (before, after) = (
            try FrameContent(frame).decoded(limits: Self.limits), try FrameContent(overlay).decoded(limits: Self.limits)
        )
        #expect(before.bytes.suffix(before.bytesPerRow * 200) == after.bytes.suffix(before.bytesPerRow * 200))
    }

    @Test("Pictures behind the frame's own, and what says where they are, do not go with an overlay of its blocks")
    func secondPictures() throws {
        let frame = try FrameFiles.bytes("30-mpo.jpg")
        // Before what counts bytes up to the second picture, and before the tables: what else says where pictures are.
        let segments: [(marker: UInt8, content: String)] = [
            (0xE0, "JFXX\0thumbnail"), (0xE1, "http://ns.adobe.com/xap/1.0/\0<x Item:Length='9'/>"),
            (0xE1, "http://ns.adobe.com/xmp/extension/\0depth"), (0xE2, "urn:iso:std:iso:ts:21496:-1\0\0\0"),
            (0xED, "Photoshop 3.0\08BIM\u{4}\u{C}\0\0\0\0\0\u{9}thumbnailrest"),
            (0xE1, "http://ns.adobe.com/xap/1.0/\0<title/>"), (0xE2, "ICC_PROFILE\0rest"),
        ]
        let added: [UInt8] = segments.flatMap { segment -> [UInt8] in
            let content = Array(segment.content.utf8)
            return [0xFF, segment.marker, 0, UInt8(content.count + 2)] + content
        }
        let tables = try #require(frame.firstRange(of: [0xFF, 0xDB, 0, 132])).lowerBound
        let hiding = Array(frame[..<tables]) + added + Array(frame[tables...])
        let overlay = try drawn(on: hiding, .jpeg).get()
        for name in ["MPF\0", "thumbnail", "Item:Length", "depth", "21496"] {
            #expect(hiding.firstRange(of: Array(name.utf8)) != nil && overlay.firstRange(of: Array(name.utf8)) == nil)
        }
        for name in ["Exif\0", "<title/>", "ICC_PROFILE\0rest", "8BIM"] {
            #expect(overlay.firstRange(of: Array(name.utf8)) != nil)
        }
        #expect(overlay.ranges(of: [0xFF, 0xD8]).count == 1 && overlay.suffix(2) == [0xFF, 0xD9])
        let (before, after) = (
            try FrameContent(frame).decoded(limits: Self.limits), try FrameContent(overlay).decoded(limits: Self.limits)
        )
        #expect(before.bytes.suffix(before.bytesPerRow * 24) == after.bytes.suffix(after.bytesPerRow * 24))
    }

    @Test(
        "that may be damage are refused both ways, in one sentence",
        arguments: [
            "10-bitflip-street.jpg", "11-bitflip-restart.jpg", "40-scan-order-colorswap.jpg", "41-reserved-marker.jpg",
        ]
    )
    func refused(name: String) throws {
        let frame = try FrameFiles.bytes(name)
        guard case .failure(let first) = drawn(on: frame, .jpeg), case .failure(let second) = drawn(on: frame, .png)
        else {
            Issue.record("it is drawn")
            return
        }
        #expect(first == second)
    }

    @Test(
        "as flipped bits leave them are judged alike both ways, and hardly ever pass for bytes too many",
        arguments: [0, 2]
    )
    func flips(restartInterval: Int32) throws {
        let bytes = Self.jpeg(restartInterval: restartInterval)
        let scan = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xDA]) }) + 14
        var random = SplitMix64(seed: 30)
        var (refused, oddOnes, count) = (0, 0, 0)
        for round in 0..<1000 {
            var damaged = bytes
            damaged[Int.random(in: scan..<bytes.count - 2, using: &random)] ^=
                1 << UInt8.random(in: 0...7, using: &random)
            guard damaged != bytes else { continue }
            count += 1
            let content = FrameContent(damaged)
            let isTaken = (try? content.decoded(limits: Self.limits)) != nil
            refused += isTaken ? 0 : 1
            oddOnes += isTaken && (try? ImageCodec.decode(damaged, limits: Self.limits)) == nil ? 1 : 0
            guard round.isMultiple(of: 20) else { continue }
            let (jpeg, png) = (drawn(on: damaged, .jpeg), drawn(on: damaged, .png))
            #expect(((try? jpeg.get()) != nil) == isTaken && ((try? png.get()) != nil) == isTaken, "round \(round)")
            if let written = try? jpeg.get() {
                #expect((try? FrameContent(written).decoded(limits: Self.limits)) != nil, "round \(round)")
            }
        }
        // A bit of a coefficient's value changes the picture and nothing else: no reader can know.
        #expect(refused > count / 8, "\(refused) of \(count)")
        #expect(oddOnes * 8 < refused, "\(oddOnes) of \(count)")
    }

    @Test("as cuts leave them are never taken for a whole picture", arguments: [0, 2])
    func cuts(restartInterval: Int32) throws {
        let bytes = Self.jpeg(restartInterval: restartInterval)
        for count in stride(from: bytes.count - 3, to: 0, by: -7) {
            #expect((try? FrameContent(Array(bytes[..<count])).decoded(limits: Self.limits)) == nil, "\(count)")
        }
        // All but the end marker.
        let cut = FrameContent(Array(bytes.dropLast(2)))
        #expect(cut.oddities == [JPEGOddity.noEndOfImage.description])
        #expect(try cut.decoded(limits: Self.limits).bytes == FrameContent(bytes).decoded(limits: Self.limits).bytes)
    }

    @Test("such as bytes too many before a marker change no pixel", arguments: [0, 2])
    func surplus(restartInterval: Int32) throws {
        let bytes = Self.jpeg(restartInterval: restartInterval)
        let original = try FrameContent(bytes).decoded(limits: Self.limits)
        let markers = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && 0xD0...0xD9 ~= bytes[$0 + 1] && $0 > 2 }
        for marker in markers {
            for count in [1, 3, 40] {
                let odd = FrameContent(
                    Array(bytes[..<marker]) + [UInt8](repeating: 0, count: count) + Array(bytes[marker...])
                )
                #expect(odd.oddities == [JPEGOddity.surplusBytes.description], "\(count) at \(marker)")
                let decoded = FrameContent(odd.bytes)
                #expect(try decoded.decoded(limits: Self.limits).bytes == original.bytes)
                #expect(decoded.oddities == odd.oddities)
            }
        }
        #expect(markers.count == (restartInterval == 0 ? 1 : 12))
    }

    @Test("such as a color transform that there is not are taken as libjpeg takes them")
    func adobe() throws {
        let bytes = Self.jpeg(restartInterval: 0)
        let jfif = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xE0]) })
        let length = Int(bytes[jfif + 2]) << 8 | Int(bytes[jfif + 3])
        let adobe: [UInt8] = [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 2]
        let odd = FrameContent(Array(bytes[..<jfif]) + adobe + Array(bytes[(jfif + 2 + length)...]))
        #expect(odd.oddities == [JPEGOddity.adobeTransform.description])
        #expect(try odd.decoded(limits: Self.limits).bytes == FrameContent(bytes).decoded(limits: Self.limits).bytes)
        #expect((try? drawn(on: odd.bytes, .jpeg).get()) != nil)
    }
}
