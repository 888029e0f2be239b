import Render

/// A running body: the joints of a figure in its stride, dressed as tapered capsules.
struct DemoFigure: Sendable {
    private let object: DemoObject
    private let motion: DemoMotion
    private let facing: WorldPoint
    private let side: WorldPoint
    /// How much of a full sprint the gait is, 0…1.
    private let effort: Double
    private let isKeeper: Bool

    init(object: DemoObject, motion: DemoMotion) {
        self.object = object
        self.motion = motion
        facing = WorldPoint(motion.facing, height: 0)
        side = WorldPoint(-motion.facing.y, motion.facing.x, 0)
        effort = min(1, motion.speed / 6)
        isKeeper = object.role == .goalkeeper
    }

    /// The figure as `camera` sees it, its furthest limb first; `nil` behind the camera.
    func sprite(seenBy camera: DemoCamera) -> DemoSprite? {
        guard let middle = camera.project(WorldPoint(motion.place, height: 1)) else { return nil }
        let breadth = abs(side.dot(camera.right))
        let legs = [legs(onSide: 1), legs(onSide: -1)]
        let upper = [arms(onSide: 1), trunk(breadth: breadth), arms(onSide: -1)]
        let limbs = Self.ordered(legs, from: camera) + Self.ordered(upper, from: camera) + head(seenBy: camera)
        let shapes = standing(limbs).compactMap { $0.shape(seenBy: camera) }
        return DemoSprite(shapes: shapes, depth: middle.depth)
    }

    /// Groups of limbs from far to near; inside a group clothes stay over what they cover.
    private static func ordered(_ groups: [[Limb]], from camera: DemoCamera) -> [Limb] {
        func depth(_ group: [Limb]) -> Double {
            group.reduce(0) { $0 + ($1.start + $1.end).dot(camera.forward) } / Double(max(group.count, 1))
        }
        return groups.sorted { depth($0) > depth($1) }.flatMap { $0 }
    }

    /// A limb between two points of the world; lengths in meters.
    private struct Limb {
        let start: WorldPoint
        let end: WorldPoint
        let startRadius: Double
        let endRadius: Double
        let color: SIMD4<Float>

        func shape(seenBy camera: DemoCamera) -> DemoShape? {
            guard let from = camera.project(start), let to = camera.project(end) else { return nil }
            return DemoShape(
                start: from.point,
                end: to.point,
                startRadius: startRadius * from.scale,
                endRadius: endRadius * to.scale,
                color: color,
                finish: .shaded
            )
        }
    }

    /// Where a body 1.8 m tall around the origin is when it is scaled to the figure and set on the grass.
    private func stance(of body: [Limb]) -> (base: WorldPoint, scale: Double) {
        let scale = object.stature / 1.8
        let lowest = body.map { min($0.start.z - $0.startRadius, $0.end.z - $0.endRadius) }.min() ?? 0
        let flight = 0.05 * effort * (1 + gaitWave(motion.strides * 2 + 0.25))
        return (WorldPoint(motion.place, height: (flight - lowest) * scale), scale)
    }

    private func standing(_ body: [Limb]) -> [Limb] {
        let (base, scale) = stance(of: body)
        return body.map { limb in
            Limb(
                start: base + limb.start * scale,
                end: base + limb.end * scale,
                startRadius: limb.startRadius * scale,
                endRadius: limb.endRadius * scale,
                color: limb.color
            )
        }
    }

    private var hip: WorldPoint { WorldPoint(0, 0, 0.93 - 0.05 * effort) }

    private var shoulders: WorldPoint {
        hip + (WorldPoint(0, 0, 1) + facing * (0.06 + 0.2 * effort)).unit * 0.52
    }

    /// Joints of one leg; `sign` is 1 for the left one.
    private func leg(onSide sign: Double) -> (hip: WorldPoint, knee: WorldPoint, ankle: WorldPoint, toe: WorldPoint) {
        let phase = motion.strides + (sign > 0 ? 0 : 0.5)
        let swing = (0.1 + 0.75 * effort) * gaitWave(phase) + 0.12 * effort
        let bend = 0.12 + (0.1 + 1.5 * effort) * max(0, gaitWave(phase + 0.22))
        let spread = side * (sign * (isKeeper ? 0.16 : 0.04))
        let top = hip + side * (0.1 * sign)
        let knee = top + (WorldPoint(0, 0, -1) + facing * swing + spread).unit * 0.44
        let ankle = knee + (WorldPoint(0, 0, -1) + facing * (swing - bend) + spread).unit * 0.42
        let toe = ankle + (facing - WorldPoint(0, 0, 0.15 + 0.3 * bend)).unit * 0.17
        return (top, knee, ankle, toe)
    }

    private func legs(onSide sign: Double) -> [Limb] {
        let (top, knee, ankle, toe) = leg(onSide: sign)
        let hem = top + (knee - top) * 0.62
        let kit = object.kit
        return [
            Limb(start: ankle, end: toe, startRadius: 0.056, endRadius: 0.045, color: kit.shoes),
            Limb(start: top, end: knee, startRadius: 0.095, endRadius: 0.065, color: kit.skin),
            Limb(start: knee, end: ankle, startRadius: 0.068, endRadius: 0.05, color: kit.socks),
            Limb(start: top, end: hem, startRadius: 0.125, endRadius: 0.115, color: kit.shorts),
        ]
    }

    private func arm(onSide sign: Double) -> (shoulder: WorldPoint, elbow: WorldPoint, hand: WorldPoint) {
        let swing = -(0.12 + 0.8 * effort) * gaitWave(motion.strides + (sign > 0 ? 0 : 0.5))
        let spread = side * (sign * (isKeeper ? 0.75 : 0.22))
        let top = shoulders + side * (0.2 * sign) - WorldPoint(0, 0, 0.03)
        let elbow = top + (WorldPoint(0, 0, -1) + facing * swing + spread).unit * 0.29
        let lift = facing * (0.35 + 0.9 * effort + swing * 0.6)
        let hand = elbow + (WorldPoint(0, 0, -0.9 + 0.75 * effort) + lift + spread * 0.5).unit * 0.27
        return (top, elbow, hand)
    }

    private func arms(onSide sign: Double) -> [Limb] {
        let (top, elbow, hand) = arm(onSide: sign)
        let cuff = top + (elbow - top) * 0.75
        let kit = object.kit
        let forearm = isKeeper ? kit.sleeves : kit.skin
        return [
            Limb(start: top, end: elbow, startRadius: 0.055, endRadius: 0.047, color: forearm),
            Limb(start: elbow, end: hand, startRadius: 0.046, endRadius: 0.042, color: forearm),
            Limb(start: top, end: cuff, startRadius: 0.08, endRadius: 0.072, color: kit.sleeves),
        ]
    }

    /// `breadth` is 1 for a body seen from its front or back, 0 for one in profile.
    private func trunk(breadth: Double) -> [Limb] {
        let kit = object.kit
        let chest = 0.135 + 0.06 * breadth
        let waist = 0.128 + 0.042 * breadth
        let hem = hip + WorldPoint(0, 0, 0.11)
        let yoke = shoulders - WorldPoint(0, 0, 0.115)
        return [
            Limb(start: hip, end: hip, startRadius: waist, endRadius: waist, color: kit.shorts),
            Limb(start: hem, end: yoke, startRadius: waist, endRadius: chest, color: kit.shirt),
        ]
    }

    private var face: WorldPoint { shoulders + WorldPoint(0, 0, 0.215) + facing * 0.04 }

    private func head(seenBy camera: DemoCamera) -> [Limb] {
        let kit = object.kit
        let crown = face + WorldPoint(0, 0, 0.03) - facing * 0.035
        let collar = shoulders + WorldPoint(0, 0, 0.055)
        let neck = Limb(start: collar, end: face, startRadius: 0.052, endRadius: 0.052, color: kit.skin)
        let skull = [
            Limb(start: face, end: face, startRadius: 0.098, endRadius: 0.098, color: kit.skin),
            Limb(start: crown, end: crown, startRadius: 0.1, endRadius: 0.1, color: kit.hair),
        ]
        return [neck] + Self.ordered(skull.map { [$0] }, from: camera)
    }

    /// A joint as `camera` sees it.
    struct Joint: Sendable {
        let point: PixelPoint
        /// Whether it is on the side of the head that the camera does not see.
        let isTurnedAway: Bool
    }

    /// COCO's 17 key points; `nil` behind the camera.
    func joints(seenBy camera: DemoCamera) -> [Joint]? {
        let (base, scale) = stance(of: legs(onSide: 1) + legs(onSide: -1))
        let up = WorldPoint(0, 0, 1)
        let face = face
        let head = [
            face + facing * 0.1, face + facing * 0.085 + side * 0.035 + up * 0.03,
            face + facing * 0.085 - side * 0.035 + up * 0.03, face + side * 0.09, face - side * 0.09,
        ]
        let (arms, legs) = ([1.0, -1].map(arm), [1.0, -1].map(leg))
        let body =
            arms.map(\.shoulder) + arms.map(\.elbow) + arms.map(\.hand) + legs.map(\.hip) + legs.map(\.knee)
            + legs.map(\.ankle)
        let joints = (head + body).enumerated().compactMap { index, joint -> Joint? in
            guard let seen = camera.project(base + joint * scale) else { return nil }
            let isTurnedAway = index < head.count && (joint - face).dot(camera.forward) > 0.02
            return Joint(point: seen.point, isTurnedAway: isTurnedAway)
        }
        return joints.count == head.count + body.count ? joints : nil
    }
}
