extension Path {
    /// The closed outline of `rect`, clockwise on screen.
    package init(rect: PixelRect) {
        self.init(
            points: [
                PixelPoint(x: rect.minX, y: rect.minY),
                PixelPoint(x: rect.maxX, y: rect.minY),
                PixelPoint(x: rect.maxX, y: rect.maxY),
                PixelPoint(x: rect.minX, y: rect.maxY),
            ],
            isClosed: true
        )
    }

    /// `rect` with its corners rounded by `radius` pixels, at most half of its shorter side.
    package init(roundedRect rect: PixelRect, radius: Double) {
        let radius = max(0, min(radius, min(rect.width, rect.height) / 2))
        guard radius > 0 else {
            self.init(rect: rect)
            return
        }
        self.init()
        // How far a control point lies from the corner, so that the cubic passes 45° at the radius.
        let inset = radius * (1 - Self.circleControl)
        let (left, top, right, bottom) = (rect.minX, rect.minY, rect.maxX, rect.maxY)
        move(to: PixelPoint(x: left + radius, y: top))
        line(to: PixelPoint(x: right - radius, y: top))
        cubic(
            control1: PixelPoint(x: right - inset, y: top),
            control2: PixelPoint(x: right, y: top + inset),
            to: PixelPoint(x: right, y: top + radius)
        )
        line(to: PixelPoint(x: right, y: bottom - radius))
        cubic(
            control1: PixelPoint(x: right, y: bottom - inset),
            control2: PixelPoint(x: right - inset, y: bottom),
            to: PixelPoint(x: right - radius, y: bottom)
        )
        line(to: PixelPoint(x: left + radius, y: bottom))
        cubic(
            control1: PixelPoint(x: left + inset, y: bottom),
            control2: PixelPoint(x: left, y: bottom - inset),
            to: PixelPoint(x: left, y: bottom - radius)
        )
        line(to: PixelPoint(x: left, y: top + radius))
        cubic(
            control1: PixelPoint(x: left, y: top + inset),
            control2: PixelPoint(x: left + inset, y: top),
            to: PixelPoint(x: left + radius, y: top)
        )
        close()
    }

    /// The axis-aligned ellipse that touches the four sides of `rect`, as four cubics.
    package init(ellipseIn rect: PixelRect) {
        self.init()
        let center = rect.center
        let (radiusX, radiusY) = (rect.width / 2, rect.height / 2)
        func at(_ x: Double, _ y: Double) -> PixelPoint {
            PixelPoint(x: center.x + x * radiusX, y: center.y + y * radiusY)
        }
        let control = Self.circleControl
        move(to: at(1, 0))
        cubic(control1: at(1, control), control2: at(control, 1), to: at(0, 1))
        cubic(control1: at(-control, 1), control2: at(-1, control), to: at(-1, 0))
        cubic(control1: at(-1, -control), control2: at(-control, -1), to: at(0, -1))
        cubic(control1: at(control, -1), control2: at(1, -control), to: at(1, 0))
        close()
    }

    /// 4/3 · (√2 − 1): the control length of a cubic that stands for a quarter of a unit circle.
    private static let circleControl = 4.0 / 3.0 * (2.0.squareRoot() - 1)
}
