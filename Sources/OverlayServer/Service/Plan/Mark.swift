import Detections
import Render
import Store

/// One detection with its color, and what of it each layer draws.
struct Mark {
    let detection: Detection
    let color: StraightRGBA8

    init(detection: Detection, color: StraightRGBA8) {
        self.detection = detection
        self.color = detection.status == .dropped ? color.withOpacity(0.6) : color
    }

    var isGhost: Bool { detection.status == .dropped }

    /// The box, where it stands upright.
    var box: BoxLayer.Box? {
        guard turnedBox == nil, let rect = detection.box.map(PixelRect.init) else { return nil }
        return BoxLayer.Box(rect: rect, color: color)
    }

    /// The four corners of a box that is turned about its center.
    var turnedBox: PolygonLayer.Polygon? {
        guard let angle = detection.angle, angle != 0, let rect = detection.box.map(PixelRect.init) else { return nil }
        let turn = Turn(degrees: angle)
        let stretch = detection.boxStretch
        let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map { x, y in
            let turned = turn(PixelPoint(x: x * rect.width / stretch, y: y * rect.height))
            return rect.center + PixelPoint(x: turned.x * stretch, y: turned.y)
        }
        return PolygonLayer.Polygon(points: corners, color: color, isFilled: false)
    }

    /// Filled, where no mask says more exactly what is inside.
    var polygons: [PolygonLayer.Polygon] {
        let isFilled = detection.mask == nil
        let outline = PolygonLayer.Polygon(
            points: detection.polygon.map(PixelPoint.init),
            parts: detection.polygonParts.map { $0.map(PixelPoint.init) },
            holes: detection.polygonHoles.map { $0.map(PixelPoint.init) },
            color: color,
            isFilled: isFilled
        )
        let quad = PolygonLayer.Polygon(
            points: detection.quad.map(PixelPoint.init),
            color: color,
            isFilled: isFilled
        )
        return [outline, quad].filter { !$0.points.isEmpty }
    }

    var polylines: [PolylineLayer.Polyline] {
        guard !detection.polyline.isEmpty else { return [] }
        return [PolylineLayer.Polyline(points: detection.polyline.map(PixelPoint.init), color: color)]
    }

    /// Where the mask is; `nil` without one, and where a side of it is longer than a picture's can be.
    var coverage: RunLengthCoverage? {
        detection.mask.flatMap { mask in
            PixelSize(width: mask.width, height: mask.height).flatMap { RunLengthCoverage(size: $0, runs: mask.runs) }
        }
    }

    /// The smallest upright rectangle around what is drawn of the detection; `nil` where it speaks of the whole frame.
    func bounds(in frame: PixelSize) -> PixelRect? {
        if turnedBox == nil, let box = detection.box { return PixelRect(box) }
        let outlines = polygons.flatMap { $0.points + $0.parts.joined() }
        let joints = pose?.joints.compactMap { $0?.point } ?? []
        let points = (turnedBox?.points ?? []) + outlines + polylines.flatMap(\.points) + joints
        guard let first = points.first else { return coverage?.bounds(frameSize: frame) }
        let start = PixelRect(minX: first.x, minY: first.y, maxX: first.x, maxY: first.y)
        return points.reduce(start) { bounds, point in
            PixelRect(
                minX: min(bounds.minX, point.x),
                minY: min(bounds.minY, point.y),
                maxX: max(bounds.maxX, point.x),
                maxY: max(bounds.maxY, point.y)
            )
        }
    }
}

extension PixelPoint {
    init(_ point: DetectionPoint) { self.init(x: point.x, y: point.y) }
}

extension PixelRect {
    fileprivate init(_ box: DetectionBox) {
        self.init(minX: box.minX, minY: box.minY, maxX: box.maxX, maxY: box.maxY)
    }
}

/// The color of each detection's marks; the same thing has the same color on every frame of every run.
struct DetectionColors {
    private let colorBy: Style.ColorBy?
    private let output: OutputColors
    /// Of what has no class, track or confidence.
    private static let unknown = StraightRGBA8(hex: 0xBBBBBB)
    /// Where on the scale no confidence lies: what comes before is too dark to be seen on a dark frame.
    private static let confidenceStart = 0.25

    init(colorBy: Style.ColorBy?, _ output: OutputColors) { (self.colorBy, self.output) = (colorBy, output) }

    func color(of detection: Detection) -> StraightRGBA8 {
        switch colorBy {
        case nil: output.trackColor(of: detection) ?? output.classColor(of: detection) ?? Self.unknown
        case .class: output.classColor(of: detection) ?? Self.unknown
        case .track: output.trackColor(of: detection) ?? Self.unknown
        case .index: Palette.color(index: detection.position.detectionIndex)
        case .confidence:
            detection.confidence.map { Colormap.color(at: Self.confidenceStart + $0 * (1 - Self.confidenceStart)) }
                ?? Self.unknown
        }
    }

    /// Says which tracks of a frame cannot be told apart.
    func warnings(about detections: [Detection]) -> [Warning] {
        guard colorBy == nil || colorBy == .track else { return [] }
        var tracks: [StraightRGBA8: [TrackID]] = [:]
        for detection in detections {
            guard let track = detection.trackID, let color = output.trackColor(of: detection) else { continue }
            if tracks[color]?.contains(track) != true { tracks[color, default: []].append(track) }
        }
        let alike = tracks.values.filter { $0.count > 1 }.map { $0.map(\.description).joined(separator: " and ") }
        guard !alike.isEmpty else { return [] }
        let named =
            alike.sorted().prefix(Self.namedCount).joined(separator: ", ")
            + (alike.count > Self.namedCount ? ", …" : "")
        return [Warning(.colorsRepeated, "Tracks have one color: \(named).")]
    }

    private static let namedCount = 5
}

/// The masks of a frame's marks, largest first, so that small ones lie on top.
struct MaskMarks {
    let masks: [MaskLayer.Mask]
    /// Masks that have a shape that no frame has.
    let skipped: [SkippedPart]

    init(_ marks: [Mark]) {
        var masks: [(area: Int, mask: MaskLayer.Mask)] = []
        var skipped: [SkippedPart] = []
        for mark in marks {
            guard let mask = mark.detection.mask else { continue }
            guard let coverage = mark.coverage else {
                let reason = "a side of the mask, \(mask.width)×\(mask.height), is longer than 65535 pixels"
                skipped.append(SkippedPart(.beyondLimit, path: mark.detection.path + ".mask", reason: reason))
                continue
            }
            masks.append((mask.area, MaskLayer.Mask(coverage: coverage, color: mark.color)))
        }
        self.masks = masks.enumerated().sorted { ($1.element.area, $0.offset) < ($0.element.area, $1.offset) }
            .map(\.element.mask)
        self.skipped = skipped
    }
}

extension RunLengthMask {
    /// In pixels of the mask.
    fileprivate var area: Int {
        stride(from: 1, to: runs.count, by: 2).reduce(0) { $0 + Int(runs[$1]) }
    }
}
