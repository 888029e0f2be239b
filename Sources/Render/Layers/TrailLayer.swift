/// Where tracks have been: lines that fade with age, dashed where the track was not seen.
package struct TrailLayer: Layer {
    package static let name = "trails"

    package struct Point: Sendable {
        package let place: PixelPoint
        /// 0 for this frame, 1 for the oldest that a trail shows.
        package let age: Double
        /// Whether the track was missing on frames before this one.
        package let isAfterGap: Bool

        package init(place: PixelPoint, age: Double, isAfterGap: Bool) {
            (self.place, self.age, self.isAfterGap) = (place, age, isAfterGap)
        }
    }

    package struct Trail: Sendable {
        /// The oldest first.
        package let points: [Point]
        package let color: StraightRGBA8

        package init(points: [Point], color: StraightRGBA8) { (self.points, self.color) = (points, color) }
    }

    private let trails: [Trail]
    /// In pixels.
    private let thickness: Double

    package init(trails: [Trail], thickness: Double) {
        (self.trails, self.thickness) = (trails.filter { $0.points.count > 1 }, thickness)
    }

    package var count: Int { trails.count }

    /// A line of one opacity grows no darker where it meets itself, so that there are only so many.
    private static let steps = 6
    /// Of the oldest part.
    private static let leastOpacity = 0.15

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        for trail in trails {
            for step in 0..<Self.steps {
                let opacity = Self.leastOpacity + (1 - Self.leastOpacity) * Double(step + 1) / Double(Self.steps)
                for isGap in [false, true] {
                    let path = path(of: trail, step: step, isGap: isGap)
                    let dashes = isGap ? [thickness * 1.5, thickness * 2.5] : []
                    canvas.stroke(
                        path,
                        Stroke(width: thickness, join: .round, dashes: dashes),
                        with: trail.color.withOpacity(opacity)
                    )
                }
            }
            guard let first = trail.points.last else { continue }
            let dot = PixelRect(x: first.place.x, y: first.place.y, width: 0, height: 0).expanded(by: thickness * 1.2)
            canvas.fill(Path(ellipseIn: dot), with: trail.color.withOpacity(1 - first.age * (1 - Self.leastOpacity)))
        }
    }

    /// The parts whose end is of that step of age, the oldest being 0.
    private func path(of trail: Trail, step: Int, isGap: Bool) -> Path {
        var (path, isJoined) = (Path(), false)
        for (start, end) in zip(trail.points, trail.points.dropFirst()) {
            let part = min(Int((1 - end.age) * Double(Self.steps)), Self.steps - 1)
            guard part == step, end.isAfterGap == isGap else {
                isJoined = false
                continue
            }
            if !isJoined { path.move(to: start.place) }
            path.line(to: end.place)
            isJoined = true
        }
        return path
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(trails.count)
        for trail in trails {
            description.append(trail.color)
            description.append(trail.points.map(\.place))
            description.append(trail.points.map(\.age))
            for point in trail.points { description.append(point.isAfterGap ? 1 : 0) }
        }
    }
}
