import Render
import Testing

/// Goldens of one scene with every kind of layer, over frames of all kinds and over none.
enum CompositeCase: String, GoldenCase {
    static let suite = "composite"

    case dark
    case bright
    case busy
    case translucent
    case transparent

    func picture() throws -> Bitmap {
        guard let frame else { return try scene().transparentPicture() }
        return try scene().picture(on: frame)
    }

    private static let width = 144
    private static let height = 96

    private var frame: Bitmap? {
        switch self {
        case .dark: halves(StraightRGBA8(hex: 0x05070A), StraightRGBA8(hex: 0x161A20))
        case .bright: halves(StraightRGBA8(hex: 0xFFFFFF), StraightRGBA8(hex: 0xE6EAF0))
        case .busy: busyFrame
        case .translucent:
            Bitmap(width: Self.width, height: Self.height) { x, _ in
                StraightRGBA8(red: 40, green: 160, blue: 90, alpha: UInt8(x / 16 * 31))
            }
        case .transparent: nil
        }
    }

    private func halves(_ upper: StraightRGBA8, _ lower: StraightRGBA8) -> Bitmap {
        Bitmap(width: Self.width, height: Self.height) { _, y in y < Self.height / 2 ? upper : lower }
    }

    /// Squares of many colors.
    private var busyFrame: Bitmap {
        Bitmap(width: Self.width, height: Self.height) { x, y in
            let number = UInt32(y / 6 * 100 + x / 6 + 1)
            return StraightRGBA8(hex: number &* 0x9E37_79B1 >> 8)
        }
    }

    private func scene() throws -> Scene {
        try scene(
            Self.width,
            Self.height,
            MaskLayer(masks: [MaskLayer.Mask(coverage: try leftHalf(), color: Palette.color(index: 5))], opacity: 0.4),
            PolygonLayer(
                polygons: [
                    PolygonLayer.Polygon(
                        points: [PixelPoint]((90, 40), (134, 52), (120, 90), (84, 78)),
                        color: Palette.color(index: 3),
                        isFilled: true
                    )
                ],
                thickness: 2,
                opacity: 0.4
            ),
            BoxLayer(
                boxes: [BoxLayer.Box(rect: Self.person, color: Palette.color(index: 0))],
                shape: .plain,
                thickness: 2
            ),
            PolylineLayer(
                polylines: [
                    PolylineLayer.Polyline(
                        points: [PixelPoint]((8, 90), (60, 70), (136, 30)),
                        color: Palette.color(index: 8)
                    )
                ],
                thickness: 3
            ),
            LabelLayer(
                labels: [LabelLayer.Label(text: "person 0.87", anchor: Self.person, color: Palette.color(index: 0))],
                fontSize: 12,
                outset: 1
            )
        )
    }

    private static let person = PixelRect(x: 30, y: 26.5, width: 40, height: 60)

    /// A mask of the frame's left half but for its first 8 columns: it begins and ends within tiles.
    private func leftHalf() throws -> RunLengthCoverage {
        let size = try #require(PixelSize(width: Self.width, height: Self.height))
        let (margin, half) = (UInt32(Self.height * 8), UInt32(size.pixelCount / 2))
        return try #require(RunLengthCoverage(size: size, runs: [margin, half - margin, half]))
    }
}
