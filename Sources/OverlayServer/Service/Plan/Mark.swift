import Detections
import Render
import Store

/// One detection with its color, and what of it each layer draws.
struct Mark {
    let detection: Detection
    let color: StraightRGBA8
    /// How many frames ago it was found, where it is carried over from another frame; below 0 where that comes later.
    let age: Int?
    /// Whether another track around has its color.
    let hasSecondMark: Bool
    /// What has become of it, where it is held against a reference.
    let thing: FrameComparison.Thing?

    /// `frame`: that of the overlay.
    init(
        detection: Detection,
        color: StraightRGBA8,
        frame: Int? = nil,
        hasSecondMark: Bool = false,
        thing: FrameComparison.Thing? = nil
    ) {
        self.thing = thing
        self.detection = detection
        self.hasSecondMark = hasSecondMark
        age = frame.flatMap { frame in detection.sourceFrame.map { frame - $0 } }.flatMap { $0 == 0 ? nil : $0 }
        self.color = detection.status == .dropped ? color.withOpacity(0.6) : color
    }

    var isGhost: Bool { detection.status == .dropped }

    /// Whether it was found by the reference alone.
    var isLost: Bool { thing.map { $0.current == nil } ?? false }

    /// Whether it was not found on this frame, or not kept.
    var isDashed: Bool { isGhost || isLost || age != nil }

    /// Dashed where the stage did not find it on this frame, or dropped it.
    var box: BoxLayer.Box? {
        guard let rect = detection.box.map(PixelRect.init) else { return nil }
        guard let corners = detection.turnedCorners else {
            return BoxLayer.Box(rect: rect, color: color, isDashed: isDashed, hasSecondMark: hasSecondMark)
        }
        return BoxLayer.Box(corners: corners, color: color, isDashed: isDashed, hasSecondMark: hasSecondMark)
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
        if let upright = box?.upright { return upright }
        let outlines = polygons.flatMap { $0.points + $0.parts.joined() }
        let joints = pose?.joints.compactMap { $0?.point } ?? []
        let points = (box?.corners ?? []) + outlines + polylines.flatMap(\.points) + joints
        return PixelRect(around: points) ?? coverage?.bounds(frameSize: frame)
    }
}

extension Detection {
    /// The corners of a box that is turned about its center in the output's own picture, in frame pixels: from the top left, clockwise as it stands
    /// before that. `nil` without a box that is turned.
    var turnedCorners: [PixelPoint]? {
        guard let rect = box.map(PixelRect.init), let angle, angle != 0 else { return nil }
        let turn = Turn(degrees: angle)
        return [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map { x, y in
            let turned = turn(PixelPoint(x: x * rect.width / boxStretch, y: y * rect.height))
            return rect.center + PixelPoint(x: turned.x * boxStretch, y: turned.y)
        }
    }
}

extension PixelPoint {
    init(_ point: DetectionPoint) { self.init(x: point.x, y: point.y) }
}

extension PixelRect {
    init(_ box: DetectionBox) {
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
    static let confidenceStart = 0.25

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

    /// Whether a detection needs more than its color to be told from others.
    func hasSecondMark(_ detection: Detection) -> Bool {
        switch colorBy {
        case nil where detection.trackID == nil, .class: output.hasSecondMark(ofClassOf: detection)
        case nil, .track: output.hasSecondMark(ofTrackOf: detection)
        case .index, .confidence: false
        }
    }

    /// Says which tracks of a frame cannot be told apart.
    func warnings(about detections: [Detection]) -> [Warning] {
        guard colorBy == nil || colorBy == .track else { return [] }
        var tracks: [Look: [TrackID]] = [:]
        for detection in detections {
            guard let track = detection.trackID, let color = output.trackColor(of: detection) else { continue }
            let look = Look(color: color, hasSecondMark: output.hasSecondMark(ofTrackOf: detection))
            if tracks[look]?.contains(track) != true { tracks[look, default: []].append(track) }
        }
        let alike = tracks.values.filter { $0.count > 1 }.map { $0.map(\.description).joined(separator: " and ") }
        guard !alike.isEmpty else { return [] }
        let named =
            alike.sorted().prefix(Self.namedCount).joined(separator: ", ")
            + (alike.count > Self.namedCount ? ", …" : "")
        return [Warning(.colorsRepeated, "Tracks have one color: \(named).")]
    }

    private struct Look: Hashable {
        let color: StraightRGBA8
        let hasSecondMark: Bool
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
