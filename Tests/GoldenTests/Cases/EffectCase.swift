import Render
import Testing

/// Goldens of the layers that do something to the frame, over a frame of rings and stripes.
enum EffectCase: String, GoldenCase {
    static let suite = "effects"

    case blur
    case pixelate
    /// A mask with its padding, a large and a small area that overlap.
    case shapes
    case wholeFrame = "whole-frame"
    case dim
    case insets

    private static let (width, height) = (180, 120)

    func picture() throws -> Bitmap { try scene(Self.width, Self.height, [layer()]).picture(on: frame) }

    /// Few colors, so that goldens are small.
    private var frame: Bitmap {
        Bitmap(width: Self.width, height: Self.height) { x, y in
            let (dx, dy) = (x - 60, y - 60)
            let ring = (dx * dx + dy * dy) / 220
            if ring < 9 { return ring.isMultiple(of: 2) ? StraightRGBA8(hex: 0xE8C39E) : StraightRGBA8(hex: 0x5A3825) }
            return (x + y) / 12 % 2 == 0 ? StraightRGBA8(hex: 0x3F6C8F) : StraightRGBA8(hex: 0xA9C4D6)
        }
    }

    private func area(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> RedactionLayer.Area {
        var area = RedactionLayer.Area()
        area.outlines = [Path(rect: PixelRect(x: x, y: y, width: width, height: height))]
        return area
    }

    private var roundArea: RedactionLayer.Area {
        var area = RedactionLayer.Area()
        area.outlines = [Path(ellipseIn: PixelRect(x: 20, y: 20, width: 80, height: 80))]
        return area
    }

    private func layer() throws -> any Layer {
        switch self {
        case .blur:
            return RedactionLayer(areas: [area(24, 24, 72, 72), area(150, 90, 60, 60)], kind: .blur, padding: 0)
        case .pixelate:
            return RedactionLayer(areas: [area(24, 24, 72, 72), area(150, 90, 60, 60)], kind: .pixelate, padding: 0)
        case .shapes:
            var masked = RedactionLayer.Area()
            let size = try #require(PixelSize(width: 12, height: 8))
            masked.masks = [try #require(RunLengthCoverage(size: size, runs: [70, 2, 6, 2, 16]))]
            return RedactionLayer(areas: [area(70, 50, 24, 24), roundArea, masked], kind: .pixelate, padding: 4)
        case .wholeFrame: return RedactionLayer(areas: [.wholeFrame], kind: .blur, padding: 4)
        case .dim: return DimLayer(areas: [roundArea, area(120, 10, 40, 30)], strength: 0.6)
        case .insets:
            let rects = [
                PixelRect(x: 56, y: 56, width: 8, height: 8), PixelRect(x: 66, y: 60, width: 10, height: 6),
                PixelRect(x: 60, y: 8, width: 40, height: 30),
            ]
            return InsetLayer(
                rects.enumerated().map { InsetLayer.Inset(rect: $1, color: Palette.color(index: $0)) },
                frame: try #require(PixelSize(width: Self.width, height: Self.height)),
                thickness: 2
            )
        }
    }
}
