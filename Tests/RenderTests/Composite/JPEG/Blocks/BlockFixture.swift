import TestSupport
import Testing

@testable import Render

/// The sampling factors of a picture's components.
enum Sampling: String, CaseIterable {
    case grey = "grey"
    case full = "4:4:4"
    case wide = "4:2:2"
    case high = "4:4:0"
    case quarter = "4:2:0"
    case widest = "4:1:1"
    case unequal = "4:2:0 and 4:2:2"

    var factors: [(horizontal: Int, vertical: Int)] {
        switch self {
        case .grey: [(1, 1)]
        case .full: [(1, 1), (1, 1), (1, 1)]
        case .wide: [(2, 1), (1, 1), (1, 1)]
        case .high: [(1, 2), (1, 1), (1, 1)]
        case .quarter: [(2, 2), (1, 1), (1, 1)]
        case .widest: [(4, 1), (1, 1), (1, 1)]
        case .unequal: [(2, 2), (1, 1), (1, 2)]
        }
    }

    /// Frame pixels per sample.
    func scale(of component: Int) -> (horizontal: Int, vertical: Int) {
        let widest = factors.map(\.horizontal).max() ?? 1
        let highest = factors.map(\.vertical).max() ?? 1
        return (widest / factors[component].horizontal, highest / factors[component].vertical)
    }

    func components(quantization: InlineArray<64, UInt16>) -> [JPEGComponent] {
        factors.map {
            JPEGComponent(
                id: 1,
                horizontalSampling: $0.horizontal,
                verticalSampling: $0.vertical,
                blocksAcross: 1,
                blocksDown: 1,
                quantization: quantization,
                quantizationTable: 0
            )
        }
    }

    /// Calls `body` with every block that holds pixels of a picture of `size`.
    func forEachBlock(in size: PixelSize, _ body: (_ component: Int, _ column: Int, _ row: Int) throws -> Void) rethrows
    {
        for component in factors.indices {
            let scale = scale(of: component)
            for row in 0..<(size.height + scale.vertical * 8 - 1) / (scale.vertical * 8) {
                for column in 0..<(size.width + scale.horizontal * 8 - 1) / (scale.horizontal * 8) {
                    try body(component, column, row)
                }
            }
        }
    }
}

extension Canvas {
    /// Shapes at random: opaque and translucent ones, thin ones, some that cover whole tiles, some cut by the frame.
    static func random(seed: UInt64, width: Int = 107, height: Int = 75) throws -> Canvas {
        var random = SplitMix64(seed: seed)
        var canvas = Canvas(size: try #require(PixelSize(width: width, height: height)))
        for index in 0..<5 {
            let rect = PixelRect(
                x: Double.random(in: -20...90, using: &random),
                y: Double.random(in: -20...60, using: &random),
                width: Double.random(in: 1...60, using: &random),
                height: Double.random(in: 1...60, using: &random)
            )
            let bytes = random.bytes(4)
            let alpha = index.isMultiple(of: 2) ? 255 : bytes[3]
            let color = StraightRGBA8(red: bytes[0], green: bytes[1], blue: bytes[2], alpha: alpha)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: canvas.fill(rect, with: color)
            case 1: canvas.stroke(rect, width: 2.5, with: color)
            default: canvas.fill(Path(ellipseIn: rect), with: color)
            }
        }
        return canvas
    }

    /// The pixel at `x`, `y` of the frame; beyond it, that of its nearest edge.
    func framePixel(x: Int, y: Int) -> PremultipliedRGBA8 {
        let (x, y) = (min(x, size.width - 1), min(y, size.height - 1))
        return pixel(of: tile(column: x / tileSide, row: y / tileSide), x: x % tileSide, y: y % tileSide)
    }
}

extension SplitMix64 {
    mutating func quantization() -> InlineArray<64, UInt16> {
        InlineArray { _ in UInt16.random(in: 1...40, using: &self) }
    }

    /// A few coefficients, together large enough that some samples pass 0 and 255 where `amplitude` is.
    mutating func block(quantization: InlineArray<64, UInt16>, amplitude: Int) -> CoefficientBlock {
        var block = CoefficientBlock()
        for index in [0, 1, 2, 8, 9, 17, 36, 63] {
            let limit = amplitude / Int(quantization[index])
            block.values[index] = Int16(Int.random(in: -limit...limit, using: &self))
        }
        return block
    }
}
