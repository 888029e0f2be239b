import TestSupport
import Testing

@testable import Render

@Suite("Places of labels")
struct LabelPlacementTests {
    private let frame: PixelSize
    private static let size = LabelPlacement.Size(width: 160, height: 30)

    init() throws { frame = try #require(PixelSize(width: 1920, height: 1080)) }

    /// Things of `count` that stand at least `distance` pixels apart, as on a street.
    private func street(_ count: Int, seed: UInt64, distance: Double = 0) -> [PixelRect] {
        var random = SplitMix64(seed: seed)
        var rects: [PixelRect] = []
        while rects.count < count {
            let width = Double.random(in: 20...140, using: &random)
            let rect = PixelRect(
                x: Double.random(in: 0...1900, using: &random),
                y: Double.random(in: 0...1060, using: &random),
                width: width,
                height: width * Double.random(in: 0.5...2.5, using: &random)
            )
            guard distance == 0 || rects.allSatisfy({ !$0.expanded(by: distance).overlaps(rect) }) else { continue }
            rects.append(rect)
        }
        return rects
    }

    private func places(
        _ things: [PixelRect],
        lengths: [LabelPlacement.Size] = [size]
    ) -> [LabelPlacement.Place?] {
        let requests = things.map { LabelPlacement.Request(anchor: $0, inset: 2) }
        return LabelPlacement(requests, frame: frame) { $1 < lengths.count ? lengths[$1] : nil }.places
    }

    @Test("On a thousand streets with room for all, all labels are whole, and no two have a pixel in common")
    func apart() {
        for seed in 0..<1000 as Range<UInt64> {
            let places = places(street(25, seed: seed))
            let rects = places.compactMap { $0?.rect }
            #expect(rects.count == 25, "seed \(seed)")
            for (number, rect) in rects.enumerated() {
                #expect(rect.minX >= 0 && rect.maxX <= 1920 && rect.minY >= 0 && rect.maxY <= 1080)
                #expect(!rects[..<number].contains { $0.overlaps(rect) }, "seed \(seed)")
            }
        }
    }

    @Test(
        "Where things stand apart hardly a label covers a part of another small thing, and nearly all stand at their own"
    )
    func uncovered() {
        var (covered, away) = (0, 0)
        for seed in 0..<200 as Range<UInt64> {
            let things = street(20, seed: seed, distance: 70)
            for (number, place) in places(things).enumerated() {
                guard let place else { continue }
                let small = things.indices.filter { $0 != number && things[$0].area < 8 * place.rect.area }
                covered += small.contains { things[$0].overlaps(place.rect) } ? 1 : 0
                away += place.side == .away ? 1 : 0
            }
        }
        #expect(covered < 4000 / 200 && away < 4000 / 100)
    }

    @Test("A thing without neighbors has its label above it, at its left; at the frame's upper edge on it")
    func alone() {
        let places = places([
            PixelRect(x: 500, y: 500, width: 90, height: 90), PixelRect(x: 900, y: 4, width: 400, height: 300),
        ])
        #expect(places[0]?.rect == Self.size.rect(x: 500, y: 470) && places[0]?.side == .aboveLeft)
        #expect(places[1]?.side == .insideTop || places[1]?.side == .belowLeft)
    }

    @Test("The same labels have the same places")
    func same() {
        let things = street(300, seed: 5)
        #expect(places(things) == places(things))
    }

    @Test("Labels that would cover too much of the frame are all shortened; what then has no room has none")
    func crowds() {
        let lengths = [
            Self.size, LabelPlacement.Size(width: 100, height: 30), LabelPlacement.Size(width: 50, height: 30),
        ]
        #expect(Set(places(street(100, seed: 1), lengths: lengths).map { $0?.length }) == [0])
        #expect(Set(places(street(180, seed: 1), lengths: lengths).compactMap { $0?.length }).min() == 1)
        let many = places(street(3000, seed: 1), lengths: lengths)
        let placed = many.compactMap(\.self)
        #expect(Set(placed.map(\.length)) == [2])
        let area = placed.reduce(0) { $0 + $1.rect.area }
        let limit = Double(frame.pixelCount) * 0.35
        // A few that are in the way of those that come later move in the second round.
        #expect(area > limit * 0.98 && area < limit * 1.02)
        for (number, place) in placed.enumerated() {
            #expect(!placed[..<number].contains { $0.rect.overlaps(place.rect) })
        }
    }

    @Test("A label that has its place keeps it, whatever is near")
    func fixed() {
        let anchor = PixelRect(x: 100, y: 100, width: 50, height: 50)
        let requests = [
            LabelPlacement.Request(anchor: anchor, inset: 2),
            LabelPlacement.Request(anchor: anchor, inset: 2, isFixed: true),
        ]
        let places = LabelPlacement(requests, frame: frame) { $1 == 0 ? Self.size : nil }.places
        #expect(places[1]?.rect == Self.size.rect(x: 100, y: 70))
        #expect(places[0]?.rect.overlaps(Self.size.rect(x: 100, y: 70)) == false)
    }

    @Test("A side that was asked for is taken unless it costs much")
    func preferred() {
        let anchor = PixelRect(x: 500, y: 500, width: 300, height: 300)
        for side in LabelSide.allCases where side != .away {
            let request = LabelPlacement.Request(anchor: anchor, inset: 2, preferred: side)
            let places = LabelPlacement([request], frame: frame) { $1 == 0 ? Self.size : nil }.places
            #expect(places[0]?.side == side)
        }
    }

    @Test("Things that are nowhere on the frame, or not finite in size, have labels on it")
    func beyond() {
        let things = [
            PixelRect(x: -1e300, y: 5, width: 10, height: 10), PixelRect(x: 1e9, y: 1e9, width: 1e300, height: 2),
            PixelRect(x: -1e12, y: -1e12, width: 2e12, height: 2e12), PixelRect(x: 60, y: 70, width: -5, height: 0),
        ]
        for place in places(things) {
            #expect(place.map { $0.rect.minX >= 0 && $0.rect.maxX <= 1920 && $0.rect.maxY <= 1080 } == true)
        }
    }
}
