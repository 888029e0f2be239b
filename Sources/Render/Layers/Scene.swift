/// What to draw for one frame: layers, from the lowest to the uppermost.
package struct Scene: Sendable {
    package let size: PixelSize
    package let layers: [any Layer]

    package init(size: PixelSize, layers: [any Layer]) {
        self.size = size
        self.layers = layers
    }

    /// Whether it can be drawn only over a frame, because a layer is made of the frame's pixels.
    package var readsFrame: Bool { layers.contains(where: \.readsFrame) }

    /// The scene on a canvas of its own.
    package func draw(text: TextEngine, over frame: Bitmap? = nil) -> Canvas {
        var canvas = Canvas(size: size)
        draw(on: &canvas, text: text, over: frame)
        return canvas
    }

    /// Draws the layers on `canvas`, which has the scene's size, as has `frame`, which layers that read the frame need. In a task that is cancelled it stops
    /// after the layer that is being drawn; what is on the canvas then is of no use.
    package func draw(on canvas: inout Canvas, text: TextEngine, over frame: Bitmap? = nil) {
        let reserved = layers.flatMap { $0.reserved(in: size, text: text) }
        let context = DrawingContext(text: text, frame: frame, reserved: reserved)
        for layer in layers where !Task.isCancelled { layer.draw(on: &canvas, in: context) }
    }

    /// The layer `index` alone, as it is in the whole: where other layers write, it writes nothing. On `canvas`, as in `draw`; of no scene that `readsFrame`.
    package func draw(layer index: Int, on canvas: inout Canvas, text: TextEngine) {
        let reserved = layers.flatMap { $0.reserved(in: size, text: text) }
        layers[index].draw(on: &canvas, in: DrawingContext(text: text, frame: nil, reserved: reserved))
    }

    /// The scene as bytes: equal for scenes that draw the same, and different for any that could differ.
    package var canonicalBytes: [UInt8] {
        var description = SceneDescription()
        description.append(size.width)
        description.append(size.height)
        for layer in layers {
            description.append(type(of: layer).name)
            layer.describe(to: &description)
        }
        return description.bytes
    }

    /// All texts on it.
    package var texts: [String] { layers.flatMap(\.texts) }

    /// How many things each layer draws, by the layer's name.
    package var counts: [String: Int] {
        layers.reduce(into: [:]) { $0[type(of: $1).name, default: 0] += $1.count }
    }
}

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

/// What layers draw with.
package struct DrawingContext {
    package let text: TextEngine
    /// What the scene is laid over; `nil` where it is alone.
    package let frame: Bitmap?
    /// Where other layers write, so that no label may be there; in frame pixels.
    package let reserved: [PixelRect]
}

/// One kind of mark on a frame: what to draw, without how to draw it.
package protocol Layer: Sendable {
    /// The layer's name in a style and in the answer's counts: `boxes`, `labels`, …
    static var name: String { get }

    /// How many things it draws.
    var count: Int { get }

    /// The texts that it draws.
    var texts: [String] { get }

    /// Whether what it draws is made of the frame's pixels.
    var readsFrame: Bool { get }

    /// Where it writes, so that no label may be there; in frame pixels.
    func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect]

    func draw(on canvas: inout Canvas, in context: DrawingContext)

    /// Appends everything that decides what is drawn; two layers that append the same draw the same.
    func describe(to description: inout SceneDescription)
}

extension Layer {
    package var texts: [String] { [] }
    package var readsFrame: Bool { false }
    package func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect] { [] }
}
