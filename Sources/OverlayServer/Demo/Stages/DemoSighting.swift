import Render

/// The truth about one object on one frame: where it is and how much of it can be seen.
struct DemoSighting: Sendable {
    let object: DemoObject
    /// The figure's outline in frame pixels, clipped to the frame.
    let box: PixelRect
    /// The share of the whole outline that is on the frame, 0…1.
    let shareOnFrame: Double
    /// The share of `box` that nearer figures hide, 0…1.
    let shareHidden: Double

    /// Everything whose outline reaches into the frame, in the order of the objects.
    static func all(in scene: DemoScene, of objects: [DemoObject]) -> [DemoSighting] {
        let size = scene.camera.size
        let frame = PixelRect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        return zip(objects, scene.figures).compactMap { object, figure in
            guard let figure else { return nil }
            let outline = figure.bounds
            let box = outline.intersection(frame)
            guard !box.isEmpty else { return nil }
            let nearer = scene.figures.compactMap { other in
                other.flatMap { $0.depth < figure.depth ? $0.bounds : nil }
            }
            return DemoSighting(
                object: object,
                box: box,
                shareOnFrame: box.width * box.height / (outline.width * outline.height),
                shareHidden: hidden(box, behind: nearer)
            )
        }
    }

    private static let samplesAcross = 6
    private static let samplesDown = 10

    private static func hidden(_ box: PixelRect, behind others: [PixelRect]) -> Double {
        let bodies = others.map(body).filter { !$0.intersection(box).isEmpty }
        guard !bodies.isEmpty else { return 0 }
        var count = 0
        for row in 0..<samplesDown {
            for column in 0..<samplesAcross {
                let x = box.minX + box.width * (Double(column) + 0.5) / Double(samplesAcross)
                let y = box.minY + box.height * (Double(row) + 0.5) / Double(samplesDown)
                if bodies.contains(where: { $0.minX <= x && x < $0.maxX && $0.minY <= y && y < $0.maxY }) { count += 1 }
            }
        }
        return Double(count) / Double(samplesAcross * samplesDown)
    }

    /// A figure does not fill its box: this is the part that nothing shines through.
    private static func body(_ box: PixelRect) -> PixelRect {
        let inset = box.width * 0.15
        return PixelRect(minX: box.minX + inset, minY: box.minY, maxX: box.maxX - inset, maxY: box.maxY)
    }
}
