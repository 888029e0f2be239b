import Render
import Testing

/// Goldens of `LabelLayer`, some with the boxes that the labels name.
enum LabelCase: String, GoldenCase {
    static let suite = "labels"

    case above
    case insideAtTop = "inside-at-top"
    case atSides = "at-sides"
    case contrast
    case unicode
    /// What no font has, and what does something to a text instead of being part of it.
    case codes
    case lines
    case emoji
    case veryLong = "very-long"
    case tooTall = "too-tall"
    case sizes
    /// Labels that would cover each other, and one that has to go away.
    case neighbors
    /// Small things, which no label covers.
    case smallThings = "small-things"
    /// More labels than the frame has room for: tags of the tracks alone, dots, numbers, and how many are missing.
    case crowd
    case noRoom = "no-room"

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
        case .contrast: try scene(100, 208, grid(Palette.colors + [.black, .white, StraightRGBA8(hex: 0x808080)]))
        case .unicode:
            try scene(
                128,
                132,
                column(["Žluťoučký kůň", "ναύτης 0.5", "תמרור 42 א", "行人 右折 くるま", "a\u{301}\u{323} ﬁ — ½"])
            )
        case .codes:
            try scene(128, 132, column(["a\u{10FFFD}z \u{E000}", "tab\there \u{7}", "ab\u{202E}cd\u{202C}ef"]))
        case .emoji: try scene(128, 60, column(["ball ⚽ 0.91", "👍🏽 fine ❤️"]))
        case .lines:
            try boxedScene([
                ("person\n0.87\n#7", PixelRect(x: 20, y: 60, width: 40, height: 50)),
                (
                    "a man in a blue shirt who carries a ladder towards the van",
                    PixelRect(x: 130, y: 60, width: 50, height: 50)
                ),
            ])
        case .veryLong:
            try boxedScene(
                [(String(repeating: "never ending ", count: 30), PixelRect(x: 30, y: 50, width: 50, height: 40))],
                width: 150,
                height: 110
            )
        case .tooTall: try scene(64, 16, layer([("tall", PixelRect(x: 5, y: 5, width: 20, height: 6))], fontSize: 30))
        case .neighbors:
            try boxedScene(
                [
                    ("person 0.87 #1", PixelRect(x: 90, y: 60, width: 30, height: 50)),
                    ("person 0.91 #2", PixelRect(x: 102, y: 62, width: 30, height: 50)),
                    ("person 0.44 #3", PixelRect(x: 120, y: 58, width: 30, height: 50)),
                    ("person 0.52 #4", PixelRect(x: 110, y: 70, width: 30, height: 50)),
                    ("person 0.75 #5", PixelRect(x: 116, y: 66, width: 30, height: 50)),
                ],
                width: 260,
                height: 160
            )
        case .smallThings:
            try boxedScene([
                ("ball 0.91", PixelRect(x: 60, y: 36, width: 12, height: 12)),
                ("face", PixelRect(x: 84, y: 22, width: 16, height: 18)),
                ("car 0.66", PixelRect(x: 50, y: 52, width: 110, height: 60)),
            ])
        case .crowd: try crowd(30, 200, 110)
        case .noRoom: try crowd(60, 150, 100)
        case .sizes: try scene(200, 120, label(4, 24, 9), label(4, 50, 14), label(4, 84, 20.5), label(4, 118, 8))
        }
    }

    private typealias Named = (text: String, anchor: PixelRect)

    private func boxedScene(_ things: [Named], width: Int = 200, height: Int = 120) throws -> Scene {
        let boxes = things.enumerated().map { BoxLayer.Box(rect: $1.anchor, color: Palette.color(index: $0)) }
        return try scene(
            width,
            height,
            BoxLayer(boxes: boxes, shape: .plain, thickness: 2),
            layer(things, fontSize: 12)
        )
    }

    /// Boxes that lie where a simple rule of residues throws them.
    private func crowd(_ count: Int, _ width: Int, _ height: Int) throws -> Scene {
        let rects = (0..<count).map { number in
            let (x, y) = (number * 7919 % (width - 20), number * 104_729 % (height - 24))
            return PixelRect(
                x: Double(x),
                y: Double(y),
                width: 12 + Double(number % 9),
                height: 16 + Double(number % 7)
            )
        }
        let colors = rects.indices.map { Palette.color(index: $0) }
        let boxes = zip(rects, colors).map { BoxLayer.Box(rect: $0, color: $1) }
        let labels = rects.indices.map { number in
            LabelLayer.Label(
                text: "person 0.87 #\(number)",
                shorter: ["person #\(number)", "#\(number)"],
                anchor: rects[number],
                color: colors[number]
            )
        }
        let layers: [any Layer] = [
            BoxLayer(boxes: boxes, shape: .plain, thickness: 1), LabelLayer(labels: labels, fontSize: 10, outset: 1),
        ]
        return Scene(size: try #require(PixelSize(width: width, height: height)), layers: layers)
    }

    private func layer(_ things: [Named], fontSize: Double, isFixed: Bool = false) -> LabelLayer {
        let labels = things.enumerated().map {
            LabelLayer.Label(text: $1.text, anchor: $1.anchor, color: Palette.color(index: $0), isFixed: isFixed)
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
        return layer(rows, fontSize: 13, isFixed: true)
    }

    /// A label of each color, three in a row.
    private func grid(_ colors: [StraightRGBA8]) -> LabelLayer {
        let labels = colors.enumerated().map { index, color in
            let place = (x: Double(4 + index % 3 * 32), y: Double(23 + index / 3 * 22))
            let anchor = PixelRect(x: place.x, y: place.y, width: 10, height: 10)
            return LabelLayer.Label(text: "\(index)", anchor: anchor, color: color, isFixed: true)
        }
        return LabelLayer(labels: labels, fontSize: 12, outset: 1)
    }
}
