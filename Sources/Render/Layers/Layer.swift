/// One kind of mark on a frame: what to draw, without how to draw it.
package protocol Layer: Sendable {
    /// The layer's name in a style and in the answer's counts: `boxes`, `labels`, …
    static var name: String { get }

    /// How many things it draws.
    var count: Int { get }

    /// The texts that it draws.
    var texts: [String] { get }

    func draw(on canvas: inout Canvas, text: TextEngine)

    /// Appends everything that decides what is drawn; two layers that append the same draw the same.
    func describe(to description: inout SceneDescription)
}

extension Layer {
    package var texts: [String] { [] }
}
