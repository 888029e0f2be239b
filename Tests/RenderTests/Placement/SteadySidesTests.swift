import TestSupport
import Testing

@testable import Render

@Suite("Sides of labels along tracks")
struct SteadySidesTests {
    private let frame: PixelSize

    init() throws { frame = try #require(PixelSize(width: 800, height: 600)) }

    /// Where labels of 90 by 16 pixels may stand on frames whose things are at `places`.
    private func frames(_ places: [[PixelPoint]]) -> [[(thing: Int, options: LabelOptions)]] {
        places.map { points in
            let requests = points.map { point in
                LabelPlacement.Request(anchor: PixelRect(x: point.x, y: point.y, width: 30, height: 60), inset: 2)
            }
            let options = LabelOptions.all(requests, frame: frame) { _ in LabelPlacement.Size(width: 90, height: 16) }
            return options.enumerated().map { ($0, $1) }
        }
    }

    /// How often two labels on these sides share a pixel.
    private func overlaps(_ frames: [[(thing: Int, options: LabelOptions)]], _ sides: [LabelSide?]) -> Int {
        var count = 0
        for frame in frames {
            var rects: [PixelRect] = []
            for entry in frame {
                let option = entry.options.options.first { $0.side == sides[entry.thing] }
                guard let rect = option?.rect else { continue }
                count += rects.count { $0.overlaps(rect) }
                rects.append(rect)
            }
        }
        return count
    }

    @Test("are such that labels of things that walk side by side share no pixel on any frame")
    func apart() {
        let places = (0..<24).map { (number: Int) -> [PixelPoint] in
            (0..<4).map { (person: Int) -> PixelPoint in
                PixelPoint(x: Double(200 + number * 3 + person * 45), y: Double(200 + person % 2 * 12))
            }
        }
        let frames = frames(places)
        let alone = [LabelSide?](repeating: .aboveLeft, count: 4)
        let steady = SteadySides(frames, before: [nil, nil, nil, nil], on: frame)
        #expect(overlaps(frames, alone) == 72 && overlaps(frames, steady.sides) == 0)
        #expect(SteadySides(frames, before: [nil, nil, nil, nil], on: frame).sides == steady.sides)
    }

    @Test("are those of the frames before where nothing speaks against them")
    func habit() {
        let still = frames((0..<8).map { _ in [PixelPoint(x: 300, y: 300)] })
        #expect(SteadySides(still, before: [nil], on: frame).sides == [.aboveLeft])
        #expect(SteadySides(still, before: [.aboveRight], on: frame).sides == [.aboveRight])
        // At the frame's upper edge there is no room above.
        let atEdge = frames((0..<8).map { _ in [PixelPoint(x: 300, y: 4)] })
        #expect(SteadySides(atEdge, before: [.aboveRight], on: frame).sides != [.aboveRight])
    }

    @Test("leave fewer conflicts than labels that stand as if they were alone, whatever walks through each other")
    func crowds() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<20 {
            let starts = (0..<15).map { _ in
                (
                    place: PixelPoint(
                        x: .random(in: 50...700, using: &random),
                        y: .random(in: 50...500, using: &random)
                    ),
                    step: PixelPoint(x: .random(in: -5...5, using: &random), y: .random(in: -3...3, using: &random))
                )
            }
            let frames = frames((0..<24).map { number in starts.map { $0.place + $0.step * Double(number) } })
            let before = [LabelSide?](repeating: nil, count: 15)
            let sides = SteadySides(frames, before: before, on: frame).sides
            #expect(overlaps(frames, sides) <= overlaps(frames, before.map { _ in .aboveLeft }))
            #expect(sides.allSatisfy { $0 != nil && $0 != .away })
        }
    }

    @Test("are none for what is on no frame")
    func nothing() { #expect(SteadySides([[], []], before: [nil, .right], on: frame).sides == [nil, nil]) }
}
