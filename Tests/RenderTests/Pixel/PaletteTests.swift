import Foundation
import Testing

@testable import Render

struct PaletteTests {
    @Test("the palette's colors stay apart for every kind of color vision", arguments: ColorVision.allCases)
    func colorsStayApart(vision: ColorVision) {
        let seen = Palette.colors.map { CIELAB(vision.linearRGB(of: $0)) }
        for first in seen.indices {
            for second in seen.indices.dropFirst(first + 1) {
                let least = second < 10 ? 15.0 : 12
                #expect(seen[first].distance(to: seen[second]) > least, "colors \(first) and \(second)")
            }
        }
    }

    @Test("every color is light enough for a dark frame")
    func colorsAreLight() {
        for color in Palette.colors { #expect(CIELAB(ColorVision.normal.linearRGB(of: color)).lightness > 50) }
    }

    @Test("an index has one color, whichever its sign and size")
    func indicesWrap() {
        #expect(Palette.color(index: 0) == Palette.color(index: Palette.colors.count))
        #expect(Palette.color(index: -1) == Palette.colors.last)
        #expect(Palette.color(index: .min) == Palette.color(index: .min))
        #expect(Palette.color(index: 1) != Palette.color(index: 2))
    }

    @Test("a name keeps its color on every run")
    func namesAreStable() {
        #expect(Palette.color(name: "person") == StraightRGBA8(hex: 0x009E73))
        #expect(Set(["person", "car", "dog", "bus", "ball"].map(Palette.color(name:))).count > 2)
    }

    @Test("text is black on light colors and white on dark ones")
    func textContrasts() {
        #expect(StraightRGBA8.white.contrastingText == .black)
        #expect(StraightRGBA8(hex: 0x440154).contrastingText == .white)
        #expect(StraightRGBA8(hex: 0xF0E442).contrastingText == .black)
        for color in Palette.colors {
            let contrast =
                (max(color.relativeLuminance, color.contrastingText.relativeLuminance) + 0.05)
                / (min(color.relativeLuminance, color.contrastingText.relativeLuminance) + 0.05)
            #expect(contrast > 4.5)
        }
    }

    @Test("the scale of quantities goes from dark to light without a step back")
    func colormapIsMonotonic() {
        let lightness = (0...100).map {
            CIELAB(ColorVision.normal.linearRGB(of: Colormap.color(at: Double($0) / 100))).lightness
        }
        #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 <= $1 + 0.5 })
        #expect(Colormap.color(at: -1) == Colormap.color(at: 0))
        #expect(Colormap.color(at: 2) == StraightRGBA8(hex: 0xFDE725))
    }
}

/// How people see; matrices on linear RGB of Machado, Oliveira and Fernandes (2009), full severity.
enum ColorVision: CaseIterable {
    case normal, protanopia, deuteranopia, tritanopia

    private var matrix: [[Double]] {
        switch self {
        case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .protanopia:
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        case .deuteranopia:
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        case .tritanopia:
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
        }
    }

    func linearRGB(of color: StraightRGBA8) -> [Double] {
        let linear = [color.red, color.green, color.blue].map { channel in
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return matrix.map { row in min(max(zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1) }
    }
}

/// A color in CIE 1976 L*a*b*, white point D65.
private struct CIELAB {
    let lightness: Double
    let a: Double
    let b: Double

    init(_ rgb: [Double]) {
        let x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047
        let y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]
        let z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883
        let f = [x, y, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16 / 116 }
        lightness = 116 * f[1] - 16
        a = 500 * (f[0] - f[1])
        b = 200 * (f[1] - f[2])
    }

    func distance(to other: CIELAB) -> Double {
        hypot(hypot(lightness - other.lightness, a - other.a), b - other.b)
    }
}
