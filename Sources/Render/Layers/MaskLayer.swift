/// Translucent areas of single pixels.
package struct MaskLayer: Layer {
    package static let name = "masks"

    package struct Mask: Sendable {
        package let coverage: RunLengthCoverage
        package let color: StraightRGBA8

        package init(coverage: RunLengthCoverage, color: StraightRGBA8) {
            self.coverage = coverage
            self.color = color
        }
    }

    private let masks: [Mask]
    /// 0…1.
    private let opacity: Double

    package init(masks: [Mask], opacity: Double) {
        self.masks = masks
        self.opacity = opacity
    }

    package var count: Int { masks.count }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for mask in masks { canvas.fill(mask.coverage, with: mask.color.withOpacity(opacity)) }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(opacity)
        description.append(masks.count)
        for mask in masks {
            description.append(mask.coverage.size.width)
            description.append(mask.coverage.size.height)
            description.append(mask.coverage.runs)
            description.append(mask.color)
        }
    }
}
