import Render

/// What stands still on the pitch and can hide a player: the goal with its net, the far corner flag.
struct DemoProps: Sendable {
    private static let white = SIMD4<Float>(0.96, 0.97, 0.97, 1)
    private static let yellow = SIMD4<Float>(0.93, 0.78, 0.16, 1)

    /// The props as `camera` sees them, in no order.
    static func sprites(seenBy camera: DemoCamera) -> [DemoSprite] {
        [farSide, back, nearSide, bar, flag].compactMap { $0.sprite(seenBy: camera) }
    }

    /// Straight rods that are painted together; lengths in meters.
    private struct Frame {
        var rods: [(start: WorldPoint, end: WorldPoint, radius: Double, color: SIMD4<Float>, opacity: Float)] = []

        mutating func addRod(
            _ start: WorldPoint,
            _ end: WorldPoint,
            radius: Double = 0.06,
            color: SIMD4<Float> = white
        ) {
            rods.append((start, end, radius, color, 1))
        }

        /// Threads between two edges that start at `origin`, about 30 cm apart.
        mutating func addNet(_ origin: WorldPoint, _ first: WorldPoint, _ second: WorldPoint) {
            for (across, along) in [(first, second), (second, first)] {
                let count = Int((across.dot(across).squareRoot() / 0.3).rounded())
                for thread in 0...max(count, 1) {
                    let start = origin + across * (Double(thread) / Double(max(count, 1)))
                    rods.append((start, start + along, 0.012, white, 0.55))
                }
            }
        }

        func sprite(seenBy camera: DemoCamera) -> DemoSprite? {
            var depths = 0.0
            var shapes: [DemoShape] = []
            for rod in rods {
                guard let from = camera.project(rod.start), let to = camera.project(rod.end) else { continue }
                depths += (from.depth + to.depth) / 2
                shapes.append(
                    DemoShape(
                        start: from.point,
                        end: to.point,
                        startRadius: rod.radius * from.scale,
                        endRadius: rod.radius * to.scale,
                        color: rod.color,
                        finish: rod.opacity < 1 ? .flat(opacity: rod.opacity) : .shaded
                    )
                )
            }
            return shapes.isEmpty ? nil : DemoSprite(shapes: shapes, depth: depths / Double(shapes.count))
        }
    }

    private static let nearPost = WorldPoint(105, 30.34, 0)
    private static let farPost = WorldPoint(105, 37.66, 0)
    private static let height = WorldPoint(0, 0, 2.44)
    private static let runBack = WorldPoint(2, 0, 0)

    private static let farSide = side(at: farPost)
    private static let nearSide = side(at: nearPost)

    private static func side(at post: WorldPoint) -> Frame {
        var frame = Frame()
        frame.addNet(post, runBack, height)
        frame.addRod(post + runBack, post + runBack + height, radius: 0.03)
        frame.addRod(post, post + height)
        return frame
    }

    private static let back: Frame = {
        var frame = Frame()
        frame.addNet(nearPost + runBack, farPost - nearPost, height)
        return frame
    }()

    private static let bar: Frame = {
        var frame = Frame()
        frame.addNet(nearPost + height, farPost - nearPost, runBack)
        frame.addRod(nearPost + height, farPost + height)
        return frame
    }()

    private static let flag: Frame = {
        var frame = Frame()
        frame.addRod(WorldPoint(105, 68, 0), WorldPoint(105, 68, 1.5), radius: 0.03, color: white)
        frame.addRod(WorldPoint(105, 68, 1.35), WorldPoint(105.35, 68, 1.3), radius: 0.12, color: yellow)
        return frame
    }()
}
