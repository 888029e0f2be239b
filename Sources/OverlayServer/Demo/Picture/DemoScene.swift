import Render

/// One instant of the match as the camera sees it.
struct DemoScene: Sendable {
    let camera: DemoCamera
    /// In the order of the objects; `nil` for one behind the camera.
    let figures: [DemoSprite?]
    let shadows: [DemoShadow]
    /// COCO's 17 key points of each object; `nil` for the ball, and behind the camera.
    let joints: [[DemoFigure.Joint]?]

    init(world: DemoWorld, frame: Int, size: PixelSize) {
        let moment = world.moments[frame]
        let camera = DemoCamera(moment: moment, size: size)
        self.camera = camera
        figures = zip(world.objects, moment.motions).map { object, motion in
            object.role == .ball
                ? Self.ball(object, motion, seenBy: camera)
                : DemoFigure(object: object, motion: motion).sprite(seenBy: camera)
        }
        joints = zip(world.objects, moment.motions).map { object, motion in
            object.role == .ball ? nil : DemoFigure(object: object, motion: motion).joints(seenBy: camera)
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

/// Paints one frame: the ground and the stands, then shadows, then figures from far to near, then the sensor.
struct DemoPainter: Sendable {
    private let backdrop: Backdrop
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        backdrop = Backdrop(seed: seed)
    }

    func paint(_ scene: DemoScene, frame: Int, time: Double) -> Bitmap {
        var canvas = DemoCanvas(size: scene.camera.size)
        backdrop.paint(on: &canvas, seenBy: scene.camera, time: time)
        for shadow in scene.shadows { shadow.paint(on: &canvas, seenBy: scene.camera) }
        for sprite in scene.spritesFromFarToNear {
            for shape in sprite.shapes { canvas.paint(shape) }
        }
        return SensorNoise(seed: seed, frame: frame).develop(canvas)
    }
}

/// The camera beside the pitch for one frame: a pinhole on a head that pans and tilts, never rolls.
struct DemoCamera: Sendable {
    /// Where it stands, in world meters.
    static let place = WorldPoint(80, -26, 15.5)

    let size: PixelSize
    /// In pixels.
    let focalLength: Double
    /// The pixel that the optical axis meets.
    let center: PixelPoint
    /// Directions of length 1; `right` is level.
    let forward: WorldPoint
    let right: WorldPoint
    let up: WorldPoint

    init(moment: DemoWorld.Moment, size: PixelSize) {
        let longerSide = Double(max(size.width, size.height))
        self.size = size
        focalLength = 1.66 * longerSide
        center = PixelPoint(
            x: Double(size.width) / 2 + moment.shake.x * longerSide,
            y: Double(size.height) / 2 + moment.shake.y * longerSide
        )
        forward = (WorldPoint(moment.aim, height: 0) - Self.place).unit
        right = WorldPoint(forward.y, -forward.x, 0).unit
        up = right.cross(forward)
    }

    /// A world point on the frame.
    struct Projection {
        let point: PixelPoint
        /// Pixels for a meter across the view at that distance.
        let scale: Double
        /// Meters along the optical axis.
        let depth: Double
    }

    /// `nil` for what is less than a meter in front of the camera.
    func project(_ point: WorldPoint) -> Projection? {
        let offset = point - Self.place
        let depth = offset.dot(forward)
        guard depth >= 1 else { return nil }
        let scale = focalLength / depth
        let pixel = PixelPoint(x: center.x + offset.dot(right) * scale, y: center.y - offset.dot(up) * scale)
        return Projection(point: pixel, scale: scale, depth: depth)
    }

    /// The direction in which the center of column `x` in a row `y` (at its center: +0.5) looks; its length is not 1.
    func ray(x: Double, y: Double) -> WorldPoint {
        forward + right * ((x + 0.5 - center.x) / focalLength) + up * ((center.y - y) / focalLength)
    }

    /// The grass under pixel row `row`; `nil` where the row looks at the horizon or above it.
    func groundRow(_ row: Int) -> GroundRow? {
        let middle = Double(row) + 0.5
        guard let here = distance(alongRowAt: middle), let below = distance(alongRowAt: middle + 0.5) else {
            return nil
        }
        let left = ray(x: 0, y: middle)
        let centerRay = ray(x: center.x - 0.5, y: middle)
        let belowRay = ray(x: center.x - 0.5, y: middle + 0.5)
        return GroundRow(
            start: Self.place.ground + left.ground * here,
            step: right.ground * (here / focalLength),
            down: (belowRay.ground * below - centerRay.ground * here) * 2
        )
    }

    /// How many rays of length `ray(x:y:)` reach the grass; the same along a whole row because the camera never rolls.
    private func distance(alongRowAt y: Double) -> Double? {
        let slope = forward.z + up.z * ((center.y - y) / focalLength)
        return slope < -0.004 ? -Self.place.z / slope : nil
    }
}
