import Render
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("An overlay is made")
struct OverlayWayTests {
    private static let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)

    private func picture(of frame: [UInt8], _ style: Style = Style()) throws -> Picture {
        let header = try ImageCodec.header(of: frame, limits: Self.limits)
        let painter = Painter(text: try TextEngine(fonts: FontFiles(paths: []).sources), limits: Self.limits)
        let box = BoxLayer.Box(rect: PixelRect(x: 20, y: 20, width: 50, height: 40), color: Palette.color(index: 1))
        let scene = Scene(size: header.size, layers: [BoxLayer(boxes: [box], shape: .plain, thickness: 3)])
        return try painter.paint(scene, on: FrameContent(frame), header: header, style: style, comment: "where from")
    }

    private func jpeg(quality: Int, _ sampling: ChromaSampling = .halfBoth) throws -> [UInt8] {
        try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: quality, sampling: sampling)
    }

    @Test(
        "of a JPEG's own blocks where they are fine enough, and over pixels else",
        arguments: [(90, true), (60, false)]
    )
    func quality(quality: Int, areBlocksKept: Bool) throws {
        let picture = try picture(of: jpeg(quality: quality))
        #expect(picture.way == (areBlocksKept ? .jpegBlocks : .pixels))
        #expect(picture.reason == (areBlocksKept ? nil : .coarse))
    }

    @Test(
        "over pixels where a quality is asked for, where the frame is gray or a PNG, and alone where it is transparent"
    )
    func others() throws {
        #expect(try picture(of: jpeg(quality: 90), Style(["quality": ["90"]])).way == .pixels)
        #expect(try picture(of: jpeg(quality: 90, .gray)).way == .pixels)
        #expect(try picture(of: jpeg(quality: 90), Style(["quality": ["90"]])).reason == .quality)
        #expect(try picture(of: jpeg(quality: 90, .gray)).reason == .gray)
        #expect(try picture(of: jpeg(quality: 90), Style(["format": ["png"]])).reason == nil)
        #expect(try picture(of: ImageCodec.encodePNG(ServiceFixture.frame(0))).way == .pixels)
        #expect(try picture(of: jpeg(quality: 90), Style(["format": ["transparent"]])).way == .transparent)
    }

    @Test("that says where it is from, and leaves pixels away from it exactly as they were")
    func untouched() throws {
        let frame = try jpeg(quality: 90)
        let picture = try picture(of: frame)
        #expect(String(decoding: picture.bytes, as: UTF8.self).contains("where from"))
        let before = try ImageCodec.decode(frame, limits: Self.limits)
        let after = try ImageCodec.decode(picture.bytes, limits: Self.limits)
        var changed = 0
        for y in 0..<before.size.height {
            for x in 0..<before.size.width {
                let start = (y * before.size.width + x) * 4
                guard before.bytes[start..<start + 4] != after.bytes[start..<start + 4] else { continue }
                changed += 1
                // Two pixels of line, a block of 16 around it, and one of chroma smoothed over its edge.
                #expect(x < 98 && y < 98, "\(x), \(y)")
            }
        }
        #expect(changed > 300)
    }
}

extension Style {
    fileprivate init(format: Format? = nil, quality: Int? = nil) {
        self.init()
        self.format = format
        self.quality = quality
    }
}
