import Render

/// One instant of the match as the camera sees it.
struct DemoScene: Sendable {
    let camera: DemoCamera
    /// In the order of the objects; `nil` for one behind the camera.
    let figures: [DemoSprite?]
    let shadows: [DemoShadow]

    init(world: DemoWorld, frame: Int, size: PixelSize) {
        let moment = world.moments[frame]
        let camera = DemoCamera(moment: moment, size: size)
        self.camera = camera
        figures = zip(world.objects, moment.motions).map { object, motion in
            object.role == .ball
                ? Self.ball(object, motion, seenBy: camera)
                : DemoFigure(object: object, motion: motion).sprite(seenBy: camera)
        }
        shadows = zip(world.objects, moment.motions).flatMap { DemoShadow.shadows(of: $0, in: $1) }
    }

    /// Everything that stands on the pitch, in the order in which it hides what is behind it.
    var spritesFromFarToNear: [DemoSprite] {
        (figures.compactMap { $0 } + DemoProps.sprites(seenBy: camera)).sorted { $0.depth > $1.depth }
    }

    /// A ball with a dark panel that turns as it rolls.
    private static func ball(_ object: DemoObject, _ motion: DemoMotion, seenBy camera: DemoCamera) -> DemoSprite? {
        let radius = object.stature / 2
        let center = WorldPoint(motion.place, height: motion.height + radius)
        guard let seen = camera.project(center) else { return nil }
        let turn = PixelPoint(x: gaitWave(motion.strides), y: gaitWave(motion.strides + 0.25))
        let size = radius * seen.scale
        let panel = seen.point + turn * (size * 0.4)
        return DemoSprite(
            shapes: [
                disc(at: seen.point, radius: size, color: object.kit.shirt, finish: .shaded),
                disc(at: panel, radius: size * 0.38, color: object.kit.sleeves, finish: .flat(opacity: 0.7)),
            ],
            depth: seen.depth
        )
    }

    private static func disc(
        at center: PixelPoint,
        radius: Double,
        color: SIMD4<Float>,
        finish: DemoShape.Finish
    ) -> DemoShape {
        DemoShape(start: center, end: center, startRadius: radius, endRadius: radius, color: color, finish: finish)
    }
}
