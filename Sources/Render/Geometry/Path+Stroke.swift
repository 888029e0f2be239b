extension Path {
    /// The outline of a line drawn along this path; filled by the non-zero rule it covers every pixel once.
    package func stroked(_ stroke: Stroke) -> Path {
        var outline = Path()
        guard stroke.width > 0, stroke.width.isFinite else { return outline }
        let stroker = Stroker(stroke: stroke)
        for contour in flattened().flatMap({ $0.dashed(stroke.dashes) }) {
            for polygon in stroker.outlines(of: contour) {
                outline.append(Path(points: polygon, isClosed: true))
            }
        }
        return outline
    }

    package mutating func append(_ other: Path) {
        for element in other.elements {
            switch element {
            case .move(let point): move(to: point)
            case .line(let point): line(to: point)
            case .quadratic(let control, let end): quadratic(control: control, to: end)
            case .cubic(let control1, let control2, let end): cubic(control1: control1, control2: control2, to: end)
            case .close: close()
            }
        }
    }
}
