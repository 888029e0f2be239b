import Foundation
import Synchronization
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

extension ServiceFixture {
    func clip(
        _ container: ClipContainer,
        frames: [Int] = [0, 1, 2],
        style: Style = Style(),
        _ fields: [String: String] = [:]
    ) throws -> ClipRequest {
        var values = fields.mapValues { [$0] }
        let options = try ClipOptions(taking: &values)
        return try ClipRequest(
            stage: address(),
            frames: frames,
            style: style,
            container: container,
            options: options
        )
    }

    /// The clip's bytes, and the frames that cards stand for.
    func made(_ request: ClipRequest) async throws -> (bytes: [UInt8], lost: [Int]) {
        let plan = try await services.clips.plan(request)
        let bytes = Mutex<[UInt8]>([])
        let lost = try await services.clips.make(plan, for: Party()) { piece in bytes.withLock { $0 += piece } }
        return (bytes.withLock(\.self), lost)
    }

    func overlay(_ frame: Int, _ style: Style = Style()) async throws -> Bitmap {
        try await services.job.pixels(of: request(frame, style), for: Party()) { $0 }
    }

    /// Puts a picture of one color.
    func put(_ frame: Int, width: Int, height: Int, color: StraightRGBA8) async throws {
        let bitmap = Bitmap(size: try #require(PixelSize(width: width, height: height)), color: color)
        try await importer().put(ImageCodec.encodePNG(bitmap), number: frame, format: .png)
    }
}

@Suite("A clip")
struct ClipTests {
    private let red = StraightRGBA8(red: 200, green: 30, blue: 30, alpha: 255)

    @Test("as mp4 has every overlay once, in its place, in H.264 that streams")
    func film() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let (bytes, lost) = try await fixture.made(fixture.clip(.mp4, frames: [2, 0, 1], ["fps": "5"]))
        #expect(lost.isEmpty)
        let clip = try await DecodedClip(bytes)
        for word in ["h264", "yuv420p", "width=160", "height=120", "r_frame_rate=5/1", "color_space=bt709"] {
            #expect(clip.description.contains(word), "\(clip.description)")
        }
        #expect(clip.description.contains("overlay-server \(OverlayKey.rendererVersion): clip-1/job-a/detect"))
        #expect(Data(bytes).range(of: Data("moof".utf8)) != nil)
        try #require(clip.frames.count == 3)
        var overlays: [Bitmap] = []
        for frame in 0..<3 { overlays.append(try await fixture.overlay(frame)) }
        for (shown, frame) in zip(clip.frames, [2, 0, 1]) {
            let distances = overlays.map { shown.meanDistance(from: $0) }
            // A quarter of the color is left, so that it is not the same.
            #expect(distances[frame] < 6, "\(frame): \(distances)")
            #expect(
                (0..<3).allSatisfy { $0 == frame || distances[$0] > distances[frame] * 2 },
                "\(frame): \(distances)"
            )
        }
        // Made again it is the same.
        #expect(try await fixture.made(fixture.clip(.mp4, frames: [2, 0, 1], ["fps": "5"])).bytes == bytes)
    }

    @Test("as animated PNG has the overlays' very pixels", arguments: [nil, Style.Format.transparent])
    func animation(format: Style.Format?) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        var style = Style()
        style.format = format
        let (bytes, lost) = try await fixture.made(fixture.clip(.apng, style: style, ["fps": "12.5"]))
        #expect(lost.isEmpty)
        let clip = try await DecodedClip(bytes)
        #expect(clip.description.contains("codec_name=apng") && clip.description.contains("r_frame_rate=25/2"))
        #expect(clip.description.contains("pix_fmt=\(format == .transparent ? "rgba" : "rgb24")"))
        try #require(clip.frames.count == 3)
        for (frame, shown) in clip.frames.enumerated() {
            #expect(try await shown.bytes == fixture.overlay(frame, style).bytes, "\(frame)")
        }
        // Browsers refuse what is not numbered in its order.
        #expect(sequenceNumbers(of: bytes) == [0, 1, 2, 3, 4])
        // Whoever knows no animation sees the first frame.
        let still = try ImageCodec.decode(bytes, limits: ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20))
        #expect(try await still.bytes == fixture.overlay(0, style).bytes)
    }

    @Test("shows frames as viewers turn them, with what is drawn on them", arguments: [3, 6])
    func turned(orientation: Int) async throws {
        let fixture = try ServiceFixture()
        let frame = try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        try await fixture.importer().put(frame.turned(orientation), number: 0, format: .jpeg)
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        let clip = try await DecodedClip(fixture.made(fixture.clip(.apng, frames: [0])).bytes)
        let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)
        // An overlay over pixels, which is stored as the frame is.
        var style = Style()
        style.format = .png
        let stored = try await fixture.services.job.run(fixture.request(0, style), for: Party())
        let bytes = try await fixture.services.objects.get(stored.key, limit: 1 << 20).bytes
        let overlay = try ImageCodec.decode(bytes, limits: limits)
        #expect(overlay.size == PixelSize(width: 160, height: 120))
        try #require(clip.frames.count == 1)
        #expect(clip.frames[0].size == overlay.oriented(orientation).size)
        #expect(clip.frames[0].bytes == overlay.oriented(orientation).bytes)
    }

    /// Those of the fcTL and fdAT chunks.
    private func sequenceNumbers(of png: [UInt8]) -> [UInt32] {
        var (numbers, offset): ([UInt32], Int) = ([], 8)
        while offset + 12 <= png.count {
            let name = String(decoding: png[offset + 4..<offset + 8], as: UTF8.self)
            if ["fcTL", "fdAT"].contains(name) { numbers.append(png[offset + 8..<offset + 12].bigEndianValue) }
            offset += 12 + Int(png[offset..<offset + 4].bigEndianValue)
        }
        return numbers
    }

    @Test("is reduced to the width that is asked for", arguments: ClipContainer.allCases)
    func width(container: ClipContainer) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let clip = try await DecodedClip(fixture.made(fixture.clip(container, ["width": "64"])).bytes)
        #expect(clip.frames.count == 3 && clip.frames[0].size == PixelSize(width: 64, height: 48))
        let distance = try await clip.frames[0].meanDistance(from: fixture.overlay(0).reduced(toWidth: 64))
        #expect(distance < 8)
        // A frame is not enlarged.
        let wide = try await fixture.services.clips.plan(fixture.clip(container, ["width": "640"]))
        #expect(wide.size == PixelSize(width: 160, height: 120))
    }

    @Test("of frames of several sizes has that of the first, and bars beside others", arguments: ClipContainer.allCases)
    func sizes(container: ClipContainer) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.put(3, width: 300, height: 100, color: red)
        try await fixture.put(4, width: 41, height: 61, color: red)
        let (bytes, lost) = try await fixture.made(fixture.clip(container, frames: [0, 3, 4]))
        let clip = try await DecodedClip(bytes)
        #expect(lost.isEmpty && clip.frames.count == 3 && clip.frames[0].size == PixelSize(width: 160, height: 120))
        func isRed(_ frame: Int, _ x: Int, _ y: Int) -> Bool { clip.frames[frame][x: x, y: y].red > 150 }
        // 160 × 53 in the middle, and 41 × 61.
        #expect(isRed(1, 80, 60) && isRed(1, 1, 40) && isRed(1, 158, 80) && !isRed(1, 80, 25) && !isRed(1, 80, 95))
        #expect(isRed(2, 80, 60) && isRed(2, 64, 35) && !isRed(2, 50, 60) && !isRed(2, 80, 20) && !isRed(2, 110, 60))
    }

    @Test(
        "of frames whose sides are odd, or of one pixel, is whole",
        arguments: [(161, 91, 162, 92), (161, 120, 162, 120), (1, 1, 2, 2), (1, 5000, 2, 3840), (5000, 3, 3840, 2)]
    )
    func oddSizes(width: Int, height: Int, clipWidth: Int, clipHeight: Int) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.put(5, width: width, height: height, color: red)
        let clip = try await DecodedClip(fixture.made(fixture.clip(.mp4, frames: [5])).bytes)
        #expect(clip.frames.count == 1 && clip.frames[0].size == PixelSize(width: clipWidth, height: clipHeight))
        // One pixel of four is red where the others are a bar.
        #expect(clip.frames[0][x: 0, y: 0].red > 50)
    }

    @Test("has a card in the place of a frame that is missing or damaged", arguments: ClipContainer.allCases)
    func cards(container: ClipContainer) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.importer().put(Array("no picture".utf8), number: 3, format: .jpeg)
        var bytes = try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        bytes.removeLast(bytes.count / 2)
        try await fixture.importer().put(bytes, number: 4, format: .jpeg)
        let made = try await fixture.made(fixture.clip(container, frames: [9, 0, 3, 4, 1]))
        #expect(made.lost == [9, 3, 4])
        let clip = try await DecodedClip(made.bytes)
        try #require(clip.frames.count == 5)
        for (number, shown) in clip.frames.enumerated() {
            let isCard = [0, 2, 3].contains(number)
            let corner = shown[x: 2, y: 2]
            #expect((abs(Int(corner.red) - 0x20) < 5 && abs(Int(corner.blue) - 0x20) < 5) == isCard, "\(number)")
        }
        let missing = fixture.services.job.painter.card("frame 9: missing", size: clip.frames[0].size)
        #expect(clip.frames[0].meanDistance(from: missing) < 5)
        let damaged = fixture.services.job.painter.card("frame 3: cannot be read", size: clip.frames[0].size)
        #expect(clip.frames[2].meanDistance(from: damaged) < 5)
    }

    @Test("of frames none of which is there is the first one's error")
    func nothing() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let missing = RequestError.unknownFrame(7, timeline: try TimelineID("clip-1"))
        await #expect(throws: missing) { try await fixture.services.clips.plan(fixture.clip(.mp4, frames: [7, 8])) }
    }

    @Test(
        "goes by the frames' own times, whose median distance counts",
        arguments: [
            ([0, 0.04, 0.08, 0.12], 25), ([0, 0.1, 0.2, 5, 5.1], 10), ([nil, nil], 10), ([3], 10), ([], 10),
            ([2, 1, 0], 1), ([0, 0, 0], 10), ([0, 100, 200], 0.1), ([0, 0.001, 0.002], 120),
        ] as [([Double?], Double)]
    )
    func rates(times: [Double?], rate: Double) {
        #expect(ClipPlan.rate(ofTimes: times) == rate)
    }

    @Test("has the rate of the times that the list of frames gives, or the stage")
    func listedTimes() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        #expect(try await fixture.services.clips.plan(fixture.clip(.mp4)).fps == 10)
        let frames = #"{"frames":[{"frame":0,"timestamp":0},{"frame":1,"timestamp":0.5},{"frame":2,"timestamp":1}]}"#
        try await fixture.insert(frames, stage: "extract_frames")
        #expect(try await fixture.services.clips.plan(fixture.clip(.mp4)).fps == 2)
        #expect(try await fixture.services.clips.plan(fixture.clip(.mp4, ["fps": "24"])).fps == 24)
    }
}
