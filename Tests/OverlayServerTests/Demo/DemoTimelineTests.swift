import Render
import Testing

@testable import Demo
@testable import OverlayServer
@testable import OverlayService

@Suite("DemoTimeline")
struct DemoTimelineTests {
    private static func small(seed: UInt64 = 7) throws -> DemoTimeline {
        let size = try #require(PixelSize(width: 160, height: 90))
        return DemoTimeline(frameCount: 3, size: size, seed: seed)
    }

    @Test func `A frame has the same bytes in any order and from any timeline with the same seed`() throws {
        let first = try Self.small()
        let second = try Self.small()
        let forwards = (0..<3).map { first.frame($0).bytes }
        let backwards = (0..<3).reversed().map { second.frame($0).bytes }
        #expect(forwards == backwards.reversed())
        #expect(first.frame(1).bytes == forwards[1])
    }

    @Test func `A frame has the bytes that it has on every machine`() throws {
        let hash = fingerprint(try Self.small().frame(2).bytes)
        let advice = "it is now \(String(hash, radix: 16)); look at the picture before changing the number"
        #expect(hash == 0x467F_D074_9ED0_67A0, "\(advice)")
    }

    @Test func `Another seed or another frame gives another picture`() throws {
        let picture = try Self.small().frame(1).bytes
        #expect(try Self.small(seed: 8).frame(1).bytes != picture)
        #expect(try Self.small().frame(2).bytes != picture)
    }

    @Test(arguments: [(1, 1), (1, 300), (300, 1), (33, 17), (90, 160), (64, 64)])
    func `A picture of any size is opaque and of that size`(width: Int, height: Int) throws {
        let size = try #require(PixelSize(width: width, height: height))
        let bitmap = DemoTimeline(frameCount: 1, size: size).frame(0)
        #expect(bitmap.size == size)
        #expect(bitmap.isOpaque)
        #expect(bitmap.bytes.count == size.pixelCount * 4)
        #expect(stride(from: 3, to: bitmap.bytes.count, by: 4).allSatisfy { bitmap.bytes[$0] == 255 })
    }

    @Test(arguments: [0, 1, 40])
    func `Every stage has as many frames as were asked for`(count: Int) throws {
        let timeline = DemoTimeline(frameCount: count)
        #expect(timeline.frameCount == count)
        for output in timeline.stageOutputs() {
            #expect(try ParsedOutput(output).frames.map(\.frame) == Array(0..<count), "\(output.stage)")
        }
    }

    @Test func `The standard timeline is 1280 × 720, 120 frames or more`() {
        let timeline = DemoTimeline()
        #expect(timeline.size == PixelSize(width: 1280, height: 720))
        #expect(timeline.frameCount >= 120)
    }

    @Test func `A frame has grass, white lines and noise in neighboring pixels`() throws {
        let size = try #require(PixelSize(width: 320, height: 180))
        let bitmap = DemoTimeline(frameCount: 1, size: size).frame(0)
        let middle = (0..<320).map { bitmap[x: $0, y: 120] }
        let green = middle.filter { $0.green > $0.red && $0.green > $0.blue }
        #expect(green.count > 250)
        #expect(Set(middle).count > 150)
        let brightest = bitmap.bytes.indices.filter { $0 % 4 == 2 && bitmap.bytes[$0] > 150 }
        #expect(brightest.count > 100)
    }

    /// FNV-1a.
    private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
