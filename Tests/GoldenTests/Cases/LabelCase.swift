import Render

/// Goldens of `LabelLayer`, some with the boxes that the labels name.
enum LabelCase: String, GoldenCase {
    static let suite = "labels"

    case above
    case insideAtTop = "inside-at-top"
    case atSides = "at-sides"
    case contrast
    case unicode
    case veryLong = "very-long"
    case tooTall = "too-tall"
    case sizes

    func picture() throws -> Bitmap { try scene().transparentPicture() }

    private func scene() throws -> Scene {
        switch self {
        case .above: try boxedScene([("person 0.87 #7", PixelRect(x: 20, y: 36, width: 60, height: 70))])
        case .insideAtTop: try boxedScene([("person 0.87", PixelRect(x: 20, y: 10, width: 120, height: 90))])
        case .atSides:
            try boxedScene([
                ("left", PixelRect(x: -30, y: 40, width: 50, height: 20)),
                ("right", PixelRect(x: 180, y: 40, width: 60, height: 20)),
                ("top", PixelRect(x: 80, y: -20, width: 40, height: 26)),
                ("bottom", PixelRect(x: 80, y: 150, width: 40, height: 26)),
                ("corner", PixelRect(x: 300, y: 300, width: 40, height: 26)),
            ])
        case .contrast: try scene(160, 116, grid(Palette.colors + [.black, .white, StraightRGBA8(hex: 0x808080)]))
        case .unicode:
            try scene(
                128,
                132,
                column(["Žluťoučký kůň", "ναύτης 0.5", "תמרור 42 א", "行人 右折 くるま", "a\u{301}\u{323} ﬁ — ½"])
            )
        case .veryLong:
            try boxedScene([
                (String(repeating: "never ending ", count: 30), PixelRect(x: 30, y: 50, width: 60, height: 40))
            ])
        case .tooTall: try scene(64, 16, layer([("tall", PixelRect(x: 5, y: 5, width: 20, height: 6))], fontSize: 30))
        case .sizes: try scene(200, 120, label(4, 24, 9), label(4, 50, 14), label(4, 84, 20.5), label(4, 118, 8))
        }
    }

    private typealias Named = (text: String, anchor: PixelRect)

    private func boxedScene(_ things: [Named]) throws -> Scene {
        let boxes = things.enumerated().map { BoxLayer.Box(rect: $1.anchor, color: Palette.color(index: $0)) }
        return try scene(200, 120, BoxLayer(boxes: boxes, shape: .plain, thickness: 2), layer(things, fontSize: 12))
    }

    private func layer(_ things: [Named], fontSize: Double) -> LabelLayer {
        let labels = things.enumerated().map {
            LabelLayer.Label(text: $1.text, anchor: $1.anchor, color: Palette.color(index: $0))
        }
        return LabelLayer(labels: labels, fontSize: fontSize, outset: 1)
    }

    private func label(_ x: Double, _ y: Double, _ fontSize: Double) -> LabelLayer {
        layer([("car 0.\(Int(fontSize)) gjpq", PixelRect(x: x, y: y, width: 10, height: 10))], fontSize: fontSize)
    }

    private func column(_ texts: [String]) -> LabelLayer {
        let rows = texts.enumerated().map {
            Named($1, PixelRect(x: 4, y: 26 + 25 * Double($0), width: 10, height: 10))
        }
        return layer(rows, fontSize: 13)
    }

    /// A label of each color, three in a row.
    private func grid(_ colors: [StraightRGBA8]) -> LabelLayer {
        let labels = colors.enumerated().map { index, color in
            let place = (x: Double(4 + index % 3 * 52), y: Double(23 + index / 3 * 22))
            let anchor = PixelRect(x: place.x, y: place.y, width: 10, height: 10)
            return LabelLayer.Label(text: "Car \(index)", anchor: anchor, color: color)
        }
        return LabelLayer(labels: labels, fontSize: 12, outset: 1)
    }
}
