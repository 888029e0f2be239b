/// Collects the values that a scene is made of as bytes, each value of a fixed length or after its length.
package struct SceneDescription {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func append(_ value: Int) { append(bits: UInt64(bitPattern: Int64(value))) }

    package mutating func append(_ value: Double) { append(bits: value.bitPattern) }

    package mutating func append(_ text: String) {
        append(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func append(_ color: StraightRGBA8) {
        bytes += [color.red, color.green, color.blue, color.alpha]
    }

    package mutating func append(_ point: PixelPoint) {
        append(point.x)
        append(point.y)
    }

    package mutating func append(_ rect: PixelRect) {
        append(PixelPoint(x: rect.minX, y: rect.minY))
        append(PixelPoint(x: rect.maxX, y: rect.maxY))
    }

    package mutating func append(_ values: [Double]) {
        append(values.count)
        for value in values { append(value) }
    }

    package mutating func append(_ points: [PixelPoint]) {
        append(points.count)
        for point in points { append(point) }
    }

    package mutating func append(_ runs: [UInt32]) {
        append(runs.count)
        for run in runs { append(bits: UInt64(run)) }
    }

    private mutating func append(bits: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
}
