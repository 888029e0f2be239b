import Render

/// A soft shadow on the grass: a tapered capsule of the pitch's plane that fades along its length.
struct DemoShadow: Sendable {
    let start: PitchPoint
    let end: PitchPoint
    /// Meters.
    let startRadius: Double
    let endRadius: Double
    /// The share of light that is missing at the start and at the end, 0…1.
    let startDarkness: Double
    let endDarkness: Double

    private static let lamps: [WorldPoint] = [
        WorldPoint(8, -34, 36), WorldPoint(118, -30, 36), WorldPoint(6, 98, 36), WorldPoint(124, 96, 36),
    ]

    /// The shadows of one object: one from each floodlight mast, and the dark under its feet.
    static func shadows(of object: DemoObject, in motion: DemoMotion) -> [DemoShadow] {
        let isBall = object.role == .ball
        let thickness = isBall ? object.stature / 2 : 0.2
        var shadows = lamps.map { lamp in
            let head = cast(motion.place, height: motion.height + object.stature, by: lamp)
            let foot = cast(motion.place, height: motion.height, by: lamp)
            return DemoShadow(
                start: foot,
                end: head,
                startRadius: thickness,
                endRadius: thickness * 1.3,
                startDarkness: 0.17,
                endDarkness: 0.04
            )
        }
        if motion.height < 0.3 {
            let radius = isBall ? 0.2 : 0.5
            shadows.append(
                DemoShadow(
                    start: motion.place,
                    end: motion.place,
                    startRadius: radius,
                    endRadius: radius,
                    startDarkness: 0.38,
                    endDarkness: 0.38
                )
            )
        }
        return shadows
    }

    private static func cast(_ place: PitchPoint, height: Double, by lamp: WorldPoint) -> PitchPoint {
        place + (place - lamp.ground) * (height / (lamp.z - height))
    }

    /// Darkens the grass that `camera` sees under the shadow.
    func paint(on canvas: inout DemoCanvas, seenBy camera: DemoCamera) {
        guard let box = bounds(seenBy: camera) else { return }
        let size = canvas.size
        canvas.withPixels { pixels in
            for y in DemoCanvas.range(box.minY, box.maxY, limit: size.height) {
                guard let row = camera.groundRow(y) else { continue }
                for x in DemoCanvas.range(box.minX, box.maxX, limit: size.width) {
                    let light = 1 - darkness(at: row.place(column: x))
                    if light < 1 { pixels[y * size.width + x] *= Float(light) }
                }
            }
        }
    }

    private func bounds(seenBy camera: DemoCamera) -> PixelRect? {
        let reach = max(startRadius, endRadius) * 1.6
        let corners = [start, end].flatMap { point in
            [PitchPoint(-reach, -reach), [reach, -reach], [-reach, reach], [reach, reach]].map { point + $0 }
        }
        let pixels = corners.compactMap { camera.project(WorldPoint($0, height: 0))?.point }
        guard pixels.count == corners.count else { return nil }
        let columns = pixels.map(\.x)
        let rows = pixels.map(\.y)
        guard let minX = columns.min(), let maxX = columns.max(), let minY = rows.min(), let maxY = rows.max() else {
            return nil
        }
        return PixelRect(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    }

    private func darkness(at place: PitchPoint) -> Double {
        let axis = end - start
        let offset = place - start
        let along = min(max(offset.dot(axis) / max(axis.dot(axis), 1e-6), 0), 1)
        let radius = startRadius + (endRadius - startRadius) * along
        let away = (offset - axis * along).length / (radius * 1.6)
        guard away < 1 else { return 0 }
        let edge = Double(smoothstep(Float(1 - away)))
        return (startDarkness + (endDarkness - startDarkness) * along) * min(1, edge * 1.5)
    }
}
