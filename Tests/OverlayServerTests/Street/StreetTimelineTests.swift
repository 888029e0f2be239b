import Foundation
import Testing

@testable import Detections
@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

/// The real timeline beside the checkout, where there is one: eight frames and four stages.
private enum Street {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/street").standardizedFileURL.path()
    static let isPresent = FileManager.default.fileExists(atPath: folder + "/frames")
    static let stages = ["detect_people", "track_people", "segment_motion", "detect_edges"]
}

@Suite(.enabled(if: Street.isPresent, "there is no folder shared/data/street beside the checkout"))
struct StreetTimelineTests {
    private func fixture() async throws -> ServiceFixture {
        let fixture = try ServiceFixture()
        let importer = try fixture.importer()
        #expect(try await importer.importFrames(from: Street.folder + "/frames") == 8)
        for stage in Street.stages {
            _ = try await importer.importOutput(from: "\(Street.folder)/\(stage).json", as: fixture.address(stage))
        }
        return fixture
    }

    @Test("all frames of all four stages are rendered, and nothing is skipped")
    func rendersEverything() async throws {
        let fixture = try await fixture()
        let outcomes = try await Rerender(job: fixture.services.job, options: fixture.options()).run { _, _ in }
        #expect(outcomes.count == 32)
        for outcome in outcomes {
            guard case .rendered(let overlay) = outcome else {
                Issue.record("\(outcome.request.stage.stage) frame \(outcome.request.frame) is \(outcome.status)")
                continue
            }
            // 27 tracks on a frame are more than there are colors.
            let warnings = overlay.warnings.filter { $0.code != .colorsRepeated }
            #expect(overlay.skipped.isEmpty && warnings.isEmpty)
        }
    }

    @Test(
        "every kept box is drawn where its numbers say, and no pixel changes outside the overlay",
        arguments: Street.stages
    )
    func boxesAreWhereTheyShouldBe(stage: String) async throws {
        let fixture = try await fixture()
        for frame in [0, 3, 7] {
            let pictures = try await pictures(of: stage, frame: frame, fixture)
            for box in pictures.boxes { expectOutline(of: box, in: pictures.overlay, "\(stage) frame \(frame)") }
            expectUntouched(pictures)
        }
    }

    private struct Pictures {
        let frame: Bitmap
        /// The frame with the boxes alone, as PNG.
        let overlay: Bitmap
        /// Everything the stage gives, as PNG on the frame and alone.
        let whole: Bitmap
        let transparent: Bitmap
        let boxes: [(rect: PixelRect, color: StraightRGBA8)]
    }

    private func pictures(of stage: String, frame: Int, _ fixture: ServiceFixture) async throws -> Pictures {
        func picture(_ values: [String: [String]]) async throws -> Bitmap {
            let request = try fixture.request(frame, try Style(values), stage: stage)
            let key = try await fixture.services.job.run(request, for: Party()).key
            return try decode(try await fixture.services.objects.get(key, limit: 1 << 26).bytes)
        }
        let key = try ObjectKey("timelines/clip-1/frames/00000\(frame).jpg")
        let source = try decode(try await fixture.services.objects.get(key, limit: 1 << 26).bytes)
        let output = try await fixture.services.job.stages.stage(fixture.address(stage))
        let found = output.found(on: frame, in: FrameSize(source.size)).detections
        let colors = DetectionColors(colorBy: nil, .none)
        let boxes = found.detections.filter { $0.status == .kept }.compactMap { detection in
            detection.box.map { box in
                let rect = PixelRect(minX: box.minX, minY: box.minY, maxX: box.maxX, maxY: box.maxY)
                return (rect, colors.color(of: detection))
            }
        }
        return Pictures(
            frame: source,
            overlay: try await picture(["format": ["png"], "layers": ["boxes"], "thickness": ["2"]]),
            whole: try await picture(["format": ["png"]]),
            transparent: try await picture(["format": ["transparent"]]),
            boxes: boxes
        )
    }

    private func decode(_ bytes: [UInt8]) throws -> Bitmap {
        try ImageCodec.decode(bytes, limits: ImageLimits(maxBytes: 1 << 26, maxPixels: 1 << 26))
    }

    /// A line of two pixels is centred on the box's sides, so that both pixels beside a whole number are its color;
    /// where a later box crosses, they have the color of another box, and white is the second mark of colors that repeat.
    private func expectOutline(
        of box: (rect: PixelRect, color: StraightRGBA8),
        in overlay: Bitmap,
        _ place: String
    ) {
        let middles = [
            (Int(box.rect.minX), Int(box.rect.center.y)), (Int(box.rect.maxX) - 1, Int(box.rect.center.y)),
            (Int(box.rect.center.x), Int(box.rect.minY)), (Int(box.rect.center.x), Int(box.rect.maxY) - 1),
        ]
        for (x, y) in middles where 0..<overlay.size.width ~= x && 0..<overlay.size.height ~= y {
            let pixel = overlay[x: x, y: y]
            #expect(
                pixel == box.color || Palette.colors.contains(pixel) || pixel == .white,
                "\(place): \(box.rect) at (\(x), \(y))"
            )
        }
    }

    /// Outside the overlay the PNG has exactly the frame's pixels; inside, `transparent` laid over the frame.
    private func expectUntouched(_ pictures: Pictures) {
        var laidOver = pictures.frame
        var changedOutside = 0
        var drawn = 0
        var farOff = 0
        laidOver.withMutableBytes { bytes in
            for offset in stride(from: 0, to: bytes.count, by: 4) {
                let alpha = Int(pictures.transparent.bytes[offset + 3])
                for channel in offset..<offset + 3 {
                    let (top, under) = (Int(pictures.transparent.bytes[channel]), Int(pictures.frame.bytes[channel]))
                    bytes[channel] = UInt8((top * alpha + under * (255 - alpha) + 127) / 255)
                    let difference = abs(Int(bytes[channel]) - Int(pictures.whole.bytes[channel]))
                    if alpha == 0, pictures.whole.bytes[channel] != pictures.frame.bytes[channel] {
                        changedOutside += 1
                    }
                    if alpha == 0 || alpha == 255 ? difference > 0 : difference > 1 { farOff += 1 }
                }
                if alpha > 0 { drawn += 1 }
            }
        }
        #expect(changedOutside == 0)
        #expect(farOff == 0)
        #expect(drawn > 0)
    }
}
