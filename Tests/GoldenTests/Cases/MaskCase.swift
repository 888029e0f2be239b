import Render
import Testing

/// Goldens of `MaskLayer`.
enum MaskCase: String, GoldenCase {
    static let suite = "masks"

    case shape
    case enlarged
    case reduced
    case overlapping
    case fullFrame = "full-frame"
    case edges

    func picture() throws -> Bitmap { try scene().transparentPicture() }

    private func scene() throws -> Scene {
        switch self {
        case .shape: try scene(96, 72, layer(try ring(96, 72)))
        // By 4.8 across and 3.6 down, so that rows and columns of the mask become 4 or 5, and 3 or 4, pixels.
        case .enlarged: try scene(96, 72, layer(try ring(20, 20)))
        case .reduced: try scene(48, 36, layer(try ring(200, 150)))
        case .overlapping: try scene(96, 72, layer(try disc(96, 72, x: 36, y: 30), try disc(96, 72, x: 60, y: 40)))
        case .fullFrame: try scene(50, 40, layer(try mask(50, 40) { _, _ in true }))
        // The first and the last pixel, row and column of a frame that ends within a tile.
        case .edges: try scene(50, 40, layer(try mask(50, 40) { x, y in x == 0 || y == 0 || x == 49 || y == 39 }))
        }
    }

    private func layer(_ coverages: RunLengthCoverage...) -> MaskLayer {
        let masks = coverages.enumerated().map { MaskLayer.Mask(coverage: $1, color: Palette.color(index: $0)) }
        return MaskLayer(masks: masks, opacity: 0.4)
    }

    private func ring(_ width: Int, _ height: Int) throws -> RunLengthCoverage {
        try mask(width, height) { x, y in
            let (across, down) = (1000 * (2 * x + 1 - width) / width, 1000 * (2 * y + 1 - height) / height)
            return 160_000...722_500 ~= across * across + down * down
        }
    }

    private func disc(_ width: Int, _ height: Int, x centerX: Int, y centerY: Int) throws -> RunLengthCoverage {
        try mask(width, height) { x, y in
            (x - centerX) * (x - centerX) + (y - centerY) * (y - centerY) <= 500
        }
    }

    /// Runs of the pixels for which `isInside` holds.
    private func mask(_ width: Int, _ height: Int, isInside: (Int, Int) -> Bool) throws -> RunLengthCoverage {
        var runs: [UInt32] = [0]
        for x in 0..<width {
            for y in 0..<height {
                if isInside(x, y) == runs.count.isMultiple(of: 2) {
                    runs[runs.count - 1] += 1
                } else {
                    runs.append(1)
                }
            }
        }
        let size = try #require(PixelSize(width: width, height: height))
        return try #require(RunLengthCoverage(size: size, runs: runs))
    }
}
