/// Takes coordinates from a stage output's space to frame pixels.
struct FrameScale {
    struct Axis {
        // Multiplied first and divided then, so that 50 percent of 1920 is 960 and not nearly so.
        let multiplier: Double
        let divisor: Double
        /// In frame pixels.
        let offset: Double

        func callAsFunction(_ coordinate: Double) -> Double { coordinate * multiplier / divisor + offset }
    }

    let x: Axis
    let y: Axis
    /// How many times wider than high a square of the output's picture is on the frame; without a picture of its own, 1.
    let stretch: Double
    /// Where the whole picture lies on the frame; `nil` where it is all of the frame.
    let picture: PictureRegion?

    init(from space: CoordinateSpace, to frame: FrameSize) {
        let region = space.region ?? PictureRegion(of: frame)
        let size = space.pictureSize ?? CoordinateSpace.PictureSize(width: region.width, height: region.height)
        let lines = (
            x: Line(start: region.x, length: region.width, pictureLength: size.width),
            y: Line(start: region.y, length: region.height, pictureLength: size.height)
        )
        // The side that the region fills wholly says how large the other is.
        let isFilledAcross = lines.x.growth <= lines.y.growth
        let filling: (x: Line, y: Line)
        switch space.fit {
        case .stretch: filling = lines
        case .letterbox: filling = isFilledAcross ? (lines.x, lines.x) : (lines.y, lines.y)
        case .crop: filling = isFilledAcross ? (lines.y, lines.y) : (lines.x, lines.x)
        }
        x = lines.x.axis(space.unit, scaledAs: filling.x, space.align)
        y = lines.y.axis(space.unit, scaledAs: filling.y, space.align)
        stretch =
            space.pictureSize == nil || space.fit != .stretch
            ? 1 : size.height * region.width / (size.width * region.height)
        picture =
            space.region == nil && (space.pictureSize == nil || space.fit == .stretch)
            ? nil
            : PictureRegion(
                x: lines.x.start(scaledAs: filling.x, space.align),
                y: lines.y.start(scaledAs: filling.y, space.align),
                width: size.width * filling.x.scale,
                height: size.height * filling.y.scale
            )
    }

    func callAsFunction(_ x: Double, _ y: Double) -> DetectionPoint { DetectionPoint(x: self.x(x), y: self.y(y)) }

    /// One direction: the region, in frame pixels, and how long the picture is in which it lies, in its own.
    private struct Line {
        let start: Double
        let length: Double
        let pictureLength: Double

        /// How many pixels of the picture a frame pixel would take if it were filled in this direction.
        var growth: Double { pictureLength / length }
        /// Frame pixels a pixel of the picture.
        var scale: Double { length / pictureLength }

        /// Where the picture begins, in frame pixels, where it is scaled as `other` is.
        func start(scaledAs other: Line, _ align: CoordinateSpace.Align) -> Double {
            guard align == .center else { return start }
            return start + (length - pictureLength * other.length / other.pictureLength) / 2
        }

        func axis(_ unit: CoordinateSpace.Unit, scaledAs other: Line, _ align: CoordinateSpace.Align) -> Axis {
            let offset = start(scaledAs: other, align)
            let divisor: Double
            switch unit {
            case .pixels:
                guard other.length != other.pictureLength else {
                    return Axis(multiplier: 1, divisor: 1, offset: offset)
                }
                return Axis(multiplier: other.length, divisor: other.pictureLength, offset: offset)
            case .normalized: divisor = 1
            case .percent: divisor = 100
            case .perMille: divisor = 1_000
            }
            guard other.pictureLength != pictureLength else {
                return Axis(multiplier: other.length, divisor: divisor, offset: offset)
            }
            return Axis(
                multiplier: pictureLength * other.length,
                divisor: other.pictureLength * divisor,
                offset: offset
            )
        }
    }
}
