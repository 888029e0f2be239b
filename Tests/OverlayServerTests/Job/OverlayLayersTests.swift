import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

@Suite("An overlay's layers as pictures of their own")
struct OverlayLayersTests {
    private static let query = "split=layers&format=transparent&hud=true"

    private func layers(_ answer: Answer) throws -> [[String: Any]] {
        try #require(try answer.json()["layers"] as? [[String: Any]])
    }

    private func picture(_ layer: [String: Any], _ fixture: ServiceFixture) async throws -> Bitmap {
        let key = try ObjectKey(try #require(layer["key"] as? String))
        let bytes = try await fixture.services.objects.get(key, limit: 1 << 20).bytes
        return try ImageCodec.decode(bytes, limits: ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20))
    }

    @Test("lie over each other as the overlay has them, and their bounds are around what they draw")
    func layersAddUp() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(ServiceFixture.prefix)/overlays/0?\(Self.query)")
        let layers = try layers(answer)
        #expect(layers.map { $0["name"] as? String } == ["boxes", "problems", "labels", "hud"])
        #expect(layers.map { $0["z"] as? Int } == [0, 1, 2, 3])
        #expect(layers[0]["count"] as? Int == 2)
        // Two boxes from (20, 40) to (120, 90), with half of their lines' thickness around.
        #expect(layers[0]["bounds"] as? [Int] == [19, 39, 102, 52])
        let whole = try await picture(["key": try answer.json()["key"] as Any], fixture)
        var drawn: [Bitmap] = []
        for layer in layers { drawn.append(try await picture(layer, fixture)) }
        #expect(drawn.allSatisfy { $0.size == whole.size })
        for (x, y) in [(19, 60), (105, 39), (60, 110), (30, 36), (3, 3), (10, 10), (150, 100)] {
            // Where only one layer is drawn it is as in the whole.
            let there = drawn.map { $0[x: x, y: y] }.filter { $0.alpha > 0 }
            if there.count == 1 { #expect(there[0] == whole[x: x, y: y], "\(x), \(y)") }
            if there.isEmpty { #expect(whole[x: x, y: y].alpha == 0, "\(x), \(y)") }
        }
    }

    @Test("are drawn once, and again where one of them is gone")
    func stored() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let path = "\(ServiceFixture.prefix)/overlays/0?\(Self.query)"
        let first = try layers(try await fixture.call(path))
        let keys = try await fixture.overlayKeys().map(\.text)
        #expect(keys.count { $0.hasSuffix("-layers.json") } == 1)
        #expect(Set(first.compactMap { $0["key"] as? String }).isSubset(of: keys))
        let boxes = try ObjectKey(try #require(first[0]["key"] as? String))
        let written = try await fixture.services.objects.head(boxes)
        #expect(try layers(try await fixture.call(path)).count == first.count)
        #expect(try await fixture.services.objects.head(boxes) == written)
        try await fixture.services.objects.delete(boxes)
        #expect(try layers(try await fixture.call(path)).count == first.count)
        #expect(try await fixture.services.objects.head(boxes) != nil)
    }

    @Test("are made by a batch too, also of overlays that are there")
    func batch() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        func run(_ fields: [String: [String]]) async throws -> [String] {
            let options = RerenderOptions(
                timeline: try TimelineID(fixture.timeline),
                job: nil,
                stage: nil,
                frames: try FrameSelection("0"),
                shard: .whole,
                isForced: false,
                isDryRun: false,
                style: try Style(fields)
            )
            return try await Rerender(job: fixture.services.job, options: options).run { _, _ in }.map(\.status)
        }
        #expect(try await run([:]) == ["rendered"])
        #expect(try await run(["split": ["layers"]]) == ["rendered"])
        #expect(try await run(["split": ["layers"]]) == ["present"])
        #expect(try await fixture.overlayKeys().contains { $0.text.hasSuffix("-0-boxes.png") })
    }

    @Test("are of overlays alone", arguments: ["sheet", "clip"])
    func overlaysAlone(call: String) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(ServiceFixture.prefix)/\(call)?frames=0&split=layers")
        #expect(try answer.status == 400 && answer.json()["field"] as? String == "split")
    }

    @Test("are not made of what is made of the frame", arguments: ["effect=blur", "insets=true", "redirect=true"])
    func refused(field: String) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(ServiceFixture.prefix)/overlays/0?split=layers&\(field)")
        let name = field == "redirect=true" ? "split" : String(field.prefix { $0 != "=" })
        #expect(try answer.status == 400 && answer.json()["field"] as? String == name)
    }
}
