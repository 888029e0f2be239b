import Render

/// How large lines and text are, in frame pixels: a person sees a 4K frame and a 480p frame at the same size.
struct MarkSizes {
    let thickness: Double
    /// The em.
    let fontSize: Double

    init(style: Style, frame: PixelSize) {
        let side = Double(frame.shortSide)
        thickness = style.thickness ?? max(side / 400, 2)
        fontSize = style.fontSize ?? max((side / 54).rounded(), 12)
    }

    /// Of lines around things that were dropped: dash and gap.
    var dashes: [Double] { [thickness * 3, thickness * 2] }
}
