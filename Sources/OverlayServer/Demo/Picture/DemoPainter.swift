import Render

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
