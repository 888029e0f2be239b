import Render

/// What is behind every figure: the pitch and the two stands that close it off.
struct Backdrop: Sendable {
    private let ground: GroundTexture
    private let stand: StandTexture

    init(seed: UInt64) {
        ground = GroundTexture(seed: seed)
        stand = StandTexture(seed: seed)
    }

    /// The planes of the far stand (y) and of the one behind the goal (x), in meters.
    private static let farStand = 72.5
    private static let endStand = 111.0
    private static let chalk = SIMD4<Float>(0.90, 0.93, 0.90, 1)

    func paint(on canvas: inout DemoCanvas, seenBy camera: DemoCamera, time: Double) {
        let size = canvas.size
        var grass = ground
        canvas.withPixels { pixels in
            for y in 0..<size.height {
                let row = camera.groundRow(y)
                if let row { paint(row, y: y, width: size.width, grass: &grass, on: &pixels) }
                if !Self.isGrass(row, width: size.width) {
                    paintStands(y: y, camera: camera, time: Float(time), on: &pixels)
                }
            }
        }
    }

    /// True where no stand hides any of the row's grass.
    private static func isGrass(_ row: GroundRow?, width: Int) -> Bool {
        guard let row else { return false }
        return [row.place(column: -1), row.place(column: width)].allSatisfy { place in
            place.x < endStand - 0.5 && place.y < farStand - 0.5
        }
    }

    private func paint(
        _ row: GroundRow,
        y: Int,
        width: Int,
        grass: inout GroundTexture,
        on pixels: inout MutableSpan<SIMD4<Float>>
    ) {
        let detail = Float(min(1, 0.05 / row.footprint(along: [0, 1])))
        for x in 0..<width {
            let place = row.place(column: x)
            guard place.y < Self.farStand + 1, place.x < Self.endStand + 1 else { continue }
            pixels[y * width + x] = grass.color(x: Float(place.x), y: Float(place.y), detail: detail)
        }
        PitchMarkings.trace(row, width: width) { x, share in
            let index = y * width + x
            pixels[index] += (Self.chalk - pixels[index]) * (share * 0.86)
        }
    }

    /// Lays the stands over the part of the row that is above their foot.
    private func paintStands(y: Int, camera: DemoCamera, time: Float, on pixels: inout MutableSpan<SIMD4<Float>>) {
        let width = camera.size.width
        for x in 0..<width {
            let ray = camera.ray(x: Double(x), y: Double(y) + 0.5)
            let far = ray.y > 1e-3 ? (Self.farStand - DemoCamera.place.y) / ray.y : .infinity
            let end = ray.x > 1e-3 ? (Self.endStand - DemoCamera.place.x) / ray.x : .infinity
            let distance = min(far, end)
            guard distance.isFinite else { continue }
            let hit = DemoCamera.place + ray * distance
            let scale = camera.focalLength / distance
            let share = Float(min(max(hit.z * scale + 0.5, 0), 1))
            guard share > 0 else { continue }
            let along = far < end ? hit.x : 400 - hit.y
            let color = stand.color(along: Float(along), height: Float(max(hit.z, 0)), scale: Float(scale), time: time)
            let index = y * width + x
            pixels[index] += (color - pixels[index]) * share
        }
    }
}
