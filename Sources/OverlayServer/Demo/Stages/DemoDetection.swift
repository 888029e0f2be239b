import Render

/// What the demo's detector reports of one thing on one frame.
struct DemoDetection: Sendable {
    /// Why a detection was not passed on; the raw value is the stage output's `reason`.
    enum Reason: String, CaseIterable, Sendable {
        case nms
        case lowConfidence = "low_confidence"
        case occluded
    }

    /// The object that was found; `nil` where there is none.
    let objectID: Int?
    let label: String
    let classID: Int
    /// 0…1000.
    let confidenceThousandths: Int
    let box: DemoBox
    /// `nil` for a detection that was kept.
    let reason: Reason?

    /// As a stage output writes it: `id` first, then what was found, then `outcome`.
    func json(id: String, outcome: [(key: String, value: DemoJSON)]) -> DemoJSON {
        let found: [(key: String, value: DemoJSON)] = [
            ("id", .text(id)),
            ("label", .text(label)),
            ("class_id", .integer(classID)),
            ("confidence", .decimal(units: confidenceThousandths, places: 3)),
            ("bbox", .list([box.x, box.y, box.width, box.height].map { .decimal(units: $0, places: 2) })),
        ]
        return .object(found + outcome)
    }
}

/// A box in hundredths of a pixel, the precision in which the demo's stages write; always inside the frame.
struct DemoBox: Hashable, Sendable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    /// The part of `rect` that lies in a frame of `size`; `nil` where that is less than a pixel across.
    init?(_ rect: PixelRect, in size: PixelSize) {
        func hundredths(_ value: Double, limit: Int) -> Int {
            Int((min(max(value, 0), Double(limit)) * 100).rounded())
        }
        x = hundredths(rect.minX, limit: size.width)
        y = hundredths(rect.minY, limit: size.height)
        width = hundredths(rect.maxX, limit: size.width) - x
        height = hundredths(rect.maxY, limit: size.height) - y
        guard width >= 100, height >= 100 else { return nil }
    }

    /// In frame pixels.
    var rect: PixelRect {
        PixelRect(x: Double(x) / 100, y: Double(y) / 100, width: Double(width) / 100, height: Double(height) / 100)
    }
}

extension DemoBox {
    /// Of the square picture that some detectors are given, in pixels.
    static let letterboxSide = 640

    /// The box in a square picture into which a frame of `size` was put whole, in its middle.
    fileprivate func letterboxed(from size: PixelSize) -> DemoBox {
        let longer = max(size.width, size.height)
        func scaled(_ hundredths: Int) -> Int { hundredths * Self.letterboxSide / longer }
        let padding = (longer - size.width, longer - size.height)
        return DemoBox(
            x: scaled(x + padding.0 * 50),
            y: scaled(y + padding.1 * 50),
            width: scaled(width),
            height: scaled(height)
        )
    }

    private init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
}

extension DemoDetection {
    /// The same, with its box as `DemoBox.letterboxed` has it.
    func letterboxed(from size: PixelSize) -> DemoDetection {
        DemoDetection(
            objectID: objectID,
            label: label,
            classID: classID,
            confidenceThousandths: confidenceThousandths,
            box: box.letterboxed(from: size),
            reason: reason
        )
    }
}

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
