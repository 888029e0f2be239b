import Foundation
import Store
import Testing

@testable import Detections
@testable import OverlayServer
@testable import OverlayService
@testable import Render

@Suite("Masks that are pictures by key")
struct MaskPicturesTests {
    /// A picture whose pixels in `columns` × `rows` are white.
    private func picture(
        _ width: Int,
        _ height: Int,
        _ columns: Range<Int>,
        _ rows: Range<Int>,
        inside: StraightRGBA8 = .white,
        outside: StraightRGBA8 = .black
    ) throws -> [UInt8] {
        let pixels = (0..<width * height).flatMap { number -> [UInt8] in
            let isInside = columns.contains(number % width) && rows.contains(number / width)
            let color = isInside ? inside : outside
            return [color.red, color.green, color.blue, color.alpha]
        }
        let size = try #require(PixelSize(width: width, height: height))
        let isOpaque = inside.alpha == 255 && outside.alpha == 255
        return try ImageCodec.encodePNG(try #require(Bitmap(size: size, isOpaque: isOpaque, bytes: pixels)))
    }

    private func fixture(_ masks: [String: [UInt8]], _ detections: String) async throws -> ServiceFixture {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        for (key, bytes) in masks {
            _ = try await fixture.services.objects.put(
                try ObjectKey(key),
                bytes,
                contentType: "image/png",
                mode: .overwrite
            )
        }
        try await fixture.insert(#"{"frames": [{"frame": 0, "detections": \#(detections)}]}"#, stage: "detect")
        return fixture
    }

    private func bounds(_ found: FrameDetections) -> [[Int]?] {
        found.detections.map { detection in
            detection.mask.flatMap { mask in
                PixelSize(width: mask.width, height: mask.height).flatMap {
                    RunLengthCoverage(size: $0, runs: mask.runs)
                }
            }.flatMap { coverage in
                PixelSize(width: 160, height: 120).flatMap(coverage.bounds).map {
                    [$0.minX, $0.minY, $0.maxX, $0.maxY].map { Int($0) }
                }
            }
        }
    }

    private func read(_ fixture: ServiceFixture, _ detections: String) async throws -> FrameDetections {
        let output = try StageOutput(json: Array(#"{"frames": [{"frame": 0, "detections": \#(detections)}]}"#.utf8))
        let size = try #require(FrameSize(width: 160, height: 120))
        let found = try #require(output.detections(of: 0, in: size))
        let masks = MaskPictures(
            fixture.services.objects,
            .standard,
            ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)
        )
        return try await masks.read(for: found, of: try TimelineID(fixture.timeline), in: size)
    }

    @Test("lie over the frame where they have its shape, else over the box")
    func places() async throws {
        let clear = StraightRGBA8(red: 255, green: 255, blue: 255, alpha: 0)
        let fixture = try await fixture(
            [
                "timelines/clip-1/masks/whole.png": try picture(80, 60, 10..<20, 5..<30),
                "timelines/clip-1/masks/box.png": try picture(
                    10,
                    20,
                    0..<5,
                    0..<10,
                    inside: StraightRGBA8(hex: 0x010101)
                ),
                "timelines/clip-1/masks/alpha.png": try picture(10, 20, 5..<10, 10..<20, outside: clear),
            ],
            "[]"
        )
        let found = try await read(
            fixture,
            """
            [{"mask": {"key": "masks/whole.png"}, "bbox": [0, 0, 5, 5]}, {"mask": {"key": "masks/box.png"}, "bbox": [40, 20, 20, 80]},
             {"mask": {"key": "timelines/clip-1/masks/alpha.png"}, "bbox": [40, 20, 20, 80]}]
            """
        )
        #expect(bounds(found) == [[20, 10, 40, 60], [40, 20, 50, 60], [50, 60, 60, 100]] && found.skipped.isEmpty)
    }

    @Test("that cannot be had are named, and what else there is of the detection is drawn")
    func faults() async throws {
        let fixture = try await fixture(
            [
                "timelines/clip-1/masks/text.png": Array("no picture".utf8),
                "timelines/other/mask.png": try picture(8, 6, 0..<4, 0..<4),
                "timelines/clip-1/masks/empty.png": try picture(8, 6, 0..<0, 0..<0),
            ],
            "[]"
        )
        let keys = [
            "masks/none.png", "masks/text.png", "../other/mask.png", "timelines/other/mask.png", "masks/empty.png",
        ]
        let detections = keys.map { #"{"bbox": [1, 2, 30, 40], "mask": {"key": "\#($0)"}}"# }
        let found = try await read(fixture, "[\(detections.joined(separator: ", "))]")
        #expect(found.detections.count == 5 && bounds(found).allSatisfy { $0 == nil })
        #expect(found.skipped.map(\.path) == (0..<5).map { "$.frames[0].detections[\($0)].mask.key" })
        let words = [
            "no such object", "cannot be read", "not a key below timelines/clip-1/", "no such object", "no pixel",
        ]
        for (part, word) in zip(found.skipped, words) { #expect(part.reason.contains(word), "\(part.reason)") }
    }

    @Test("are part of the overlay's name, so that another picture under the same key gives another overlay")
    func names() async throws {
        let key = "timelines/clip-1/masks/0.png"
        let detections = #"[{"mask": {"key": "masks/0.png"}}]"#
        let fixture = try await fixture([key: try picture(80, 60, 10..<20, 5..<30)], detections)
        let first = try await fixture.services.job.run(fixture.request(0), for: Party())
        #expect(first.report.drawn == ["masks": 1] && first.report.skipped.isEmpty)
        let other = try picture(80, 60, 10..<21, 5..<30)
        _ = try await fixture.services.objects.put(
            try ObjectKey(key),
            other,
            contentType: "image/png",
            mode: .overwrite
        )
        #expect(try await fixture.services.job.run(fixture.request(0), for: Party()).key != first.key)
    }
}
