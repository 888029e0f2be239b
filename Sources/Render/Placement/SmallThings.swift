/// Things that labels should not cover, because they would hide them.
struct SmallThings {
    private var grid: RectGrid
    private var owners: [Int] = []

    /// A label covers things of at least this many times its area without hiding them.
    private static let largeThing = 8.0
    /// What it costs to cover anything of a small thing.
    private static let touching = 0.15

    /// `anchors`: what is seen of each thing; `nil` for what may be covered. `labelArea`: of a large label, in square pixels.
    init(_ anchors: [PixelRect?], frame: PixelSize, labelArea: Double) {
        grid = RectGrid(frame: frame)
        for case (let number, let anchor?) in anchors.enumerated() {
            guard anchor.area > 0, anchor.area < labelArea * Self.largeThing else { continue }
            grid.insert(anchor)
            owners.append(number)
        }
    }

    /// How much of them `rect` covers, besides its own: for each as a part of the smaller of the two, and something for the least part.
    func coverage(of rect: PixelRect, besides number: Int) -> Double {
        var sum = 0.0
        grid.forEach(in: rect) { thing, other in
            guard owners[thing] != number else { return true }
            sum += Self.touching + rect.intersection(other).area / min(rect.area, other.area)
            return true
        }
        return sum
    }
}
