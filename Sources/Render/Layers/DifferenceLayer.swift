/// What has become of things since a reference: where they were, and a badge for each kind of difference, told apart by its sign as much as
/// by its color.
package struct DifferenceLayer: Layer {
    package static let name = "differences"

    /// A kind of difference, as a sign in a square of its color.
    package enum Badge: Int, CaseIterable, Sendable {
        case added, lost, moved, classChanged, confidenceUp, confidenceDown, identitySwitched

        /// From the colors of M. Okabe and K. Ito, made brighter for dark frames.
        package var color: StraightRGBA8 {
            switch self {
            case .added: StraightRGBA8(hex: 0x2BD9A0)
            case .lost: StraightRGBA8(hex: 0xFF7433)
            case .moved: StraightRGBA8(hex: 0x6FC3F2)
            case .classChanged: StraightRGBA8(hex: 0xEE9BCB)
            case .confidenceUp, .confidenceDown: StraightRGBA8(hex: 0xF2E750)
            case .identitySwitched: StraightRGBA8(hex: 0xB9A6FF)
            }
        }
    }

    package struct Item: Sendable {
        /// Around the thing.
        package let bounds: PixelRect
        package let badges: [Badge]
        /// The corners of where it was; empty where that is the same.
        package let former: [PixelPoint]
        package let color: StraightRGBA8

        package init(bounds: PixelRect, badges: [Badge], former: [PixelPoint] = [], color: StraightRGBA8) {
            (self.bounds, self.badges, self.former, self.color) = (bounds, badges, former, color)
        }
    }

    private let items: [Item]
    /// Of lines, in pixels.
    private let thickness: Double
    /// Of a badge's side, in pixels.
    private let badgeSide: Double
    private let arrows: ArrowLayer

    package init(items: [Item], thickness: Double, fontSize: Double) {
        self.items = items
        self.thickness = thickness
        badgeSide = (fontSize * 1.2).rounded()
        arrows = ArrowLayer(
            arrows: items.compactMap { item in
                PixelRect(around: item.former).map {
                    ArrowLayer.Arrow(start: $0.center, end: item.bounds.center, color: item.color)
                }
            },
            thickness: thickness
        )
    }

    package var count: Int { items.count }

    package func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect] {
        items.filter { !$0.badges.isEmpty }.map { place(of: $0, in: frame) }
    }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        let dashes = Stroke(width: max(thickness * 0.75, 1), dashes: [thickness * 2, thickness * 2])
        for item in items where !item.former.isEmpty {
            canvas.stroke(Path(points: item.former, isClosed: true), dashes, with: item.color)
        }
        arrows.draw(on: &canvas, in: context)
        for item in items {
            var place = place(of: item, in: canvas.size)
            for badge in item.badges {
                badge.draw(
                    in: PixelRect(x: place.minX, y: place.minY, width: badgeSide, height: badgeSide),
                    on: &canvas
                )
                place = PixelRect(x: place.minX + badgeSide, y: place.minY, width: badgeSide, height: badgeSide)
            }
        }
    }

    /// Of all badges of an item: in the upper right corner of what has room for them, else beside it.
    private func place(of item: Item, in frame: PixelSize) -> PixelRect {
        let (width, inset) = (badgeSide * Double(item.badges.count), (thickness / 2).rounded(.up))
        let isRoomy = item.bounds.width >= width * 2 && item.bounds.height >= badgeSide * 2
        let x = isRoomy ? item.bounds.maxX - width - inset : item.bounds.maxX + inset
        let y = item.bounds.minY + (isRoomy ? inset : 0)
        let limit = (x: max(Double(frame.width) - width, 0), y: max(Double(frame.height) - badgeSide, 0))
        return PixelRect(
            x: min(max(x, 0), limit.x).rounded(),
            y: min(max(y, 0), limit.y).rounded(),
            width: width,
            height: badgeSide
        )
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(badgeSide)
        description.append(items.count)
        for item in items {
            description.append(item.bounds)
            description.append(item.badges.count)
            for badge in item.badges { description.append(badge.rawValue) }
            description.append(item.former)
            description.append(item.color)
        }
    }
}

extension DifferenceLayer.Badge {
    private static let ink = StraightRGBA8(hex: 0x101014)

    /// Fills `square` with its color, and draws its sign there.
    func draw(in square: PixelRect, on canvas: inout Canvas) {
        let inner = PixelRect(
            minX: square.minX + 1,
            minY: square.minY + 1,
            maxX: square.maxX - 1,
            maxY: square.maxY - 1
        )
        canvas.fill(Path(roundedRect: square, radius: square.width * 0.25), with: Self.ink.withOpacity(0.7))
        canvas.fill(Path(roundedRect: inner, radius: square.width * 0.2), with: color)
        let stroke = Stroke(width: max(square.width * 0.12, 1.5), join: .round, cap: .round)
        for line in lines {
            let points = line.map {
                PixelPoint(x: square.minX + $0.x * square.width, y: square.minY + $0.y * square.height)
            }
            canvas.stroke(Path(points: points, isClosed: false), stroke, with: Self.ink)
        }
    }

    /// Of its sign, in a square of side 1.
    private var lines: [[PixelPoint]] {
        switch self {
        case .added: [[(0.5, 0.25), (0.5, 0.75)], [(0.25, 0.5), (0.75, 0.5)]].points
        case .lost: [[(0.3, 0.3), (0.7, 0.7)], [(0.7, 0.3), (0.3, 0.7)]].points
        case .moved: [[(0.25, 0.5), (0.75, 0.5)], [(0.55, 0.3), (0.75, 0.5), (0.55, 0.7)]].points
        case .classChanged:
            [[(0.28, 0.4), (0.72, 0.4)], [(0.28, 0.6), (0.72, 0.6)], [(0.62, 0.24), (0.38, 0.76)]].points
        case .confidenceUp: [[(0.5, 0.75), (0.5, 0.28)], [(0.3, 0.48), (0.5, 0.28), (0.7, 0.48)]].points
        case .confidenceDown: [[(0.5, 0.25), (0.5, 0.72)], [(0.3, 0.52), (0.5, 0.72), (0.7, 0.52)]].points
        case .identitySwitched:
            [
                [(0.25, 0.38), (0.75, 0.38)], [(0.6, 0.24), (0.75, 0.38)], [(0.25, 0.62), (0.75, 0.62)],
                [(0.4, 0.76), (0.25, 0.62)],
            ].points
        }
    }
}

extension [[(Double, Double)]] {
    fileprivate var points: [[PixelPoint]] { map { $0.map { PixelPoint(x: $0.0, y: $0.1) } } }
}
