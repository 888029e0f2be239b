/// What to draw for one frame: layers, from the lowest to the uppermost.
package struct Scene: Sendable {
    package let size: PixelSize
    package let layers: [any Layer]

    package init(size: PixelSize, layers: [any Layer]) {
        self.size = size
        self.layers = layers
    }

    /// The scene on a canvas of its own.
    package func draw(text: TextEngine) -> Canvas {
        var canvas = Canvas(size: size)
        draw(on: &canvas, text: text)
        return canvas
    }

    /// Draws the layers on `canvas`, which has the scene's size. In a task that is cancelled it stops after the layer that
    /// is being drawn; what is on the canvas then is of no use.
    package func draw(on canvas: inout Canvas, text: TextEngine) {
        for layer in layers where !Task.isCancelled { layer.draw(on: &canvas, text: text) }
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
