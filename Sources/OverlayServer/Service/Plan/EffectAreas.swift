import Detections
import Render
import Store

/// What of a frame must not be seen: everything that its detections say, and where that cannot be told, more.
///
/// Of each detection its mask and outlines, else its box, else what its points span. What cannot be decoded is hidden too: where a part of a detection is at
/// fault, its box as well; where nothing says where it is, the whole frame. So it is where anything else of the frame is unusable, or the stage does not speak of it.
struct RedactedAreas {
    let areas: [RedactionLayer.Area]

    init(_ found: FrameDetections, skipped: [SkippedPart]) {
        let faults = skipped.filter { $0.code != .outsideFrame && !$0.isOfZones }.map(\.path)
        let isUnknown =
            found.warnings.contains { $0.code == .frameNotReported }
            || faults.contains { path in !found.detections.contains { $0.owns(path) } }
        let areas =
            isUnknown
            ? []
            : found.detections.compactMap { detection in
                Self.area(of: detection, isFaulty: faults.contains(where: detection.owns))
            }
        let isWhole = isUnknown || areas.contains(where: \.isWholeFrame)
        self.areas = isWhole ? [.wholeFrame] : areas
    }

    private static func area(of detection: Detection, isFaulty: Bool) -> RedactionLayer.Area {
        let mark = Mark(detection: detection, color: .white)
        var area = mark.shapes
        let isFaulty = isFaulty || detection.maskKey != nil || (detection.mask != nil && area.masks.isEmpty)
        if area.isEmpty || isFaulty, let box = mark.box {
            area.outlines.append(Path(points: box.corners, isClosed: true))
        }
        if area.isEmpty, !isFaulty, let span = mark.pointSpan { area.outlines.append(Path(rect: span)) }
        return area.isEmpty ? .wholeFrame : area
    }
}

extension SkippedPart {
    /// Whether it is of what stands beside the detections.
    fileprivate var isOfZones: Bool { path.contains(".zones") || path.contains(".lines") }
}

extension Detection {
    /// Whether `path` is that of the detection or of a part of it.
    fileprivate func owns(_ path: String) -> Bool {
        guard path.hasPrefix(self.path) else { return false }
        let next = path.dropFirst(self.path.count).first
        return next == nil || next == "." || next == "["
    }
}

extension RedactionLayer.Area {
    fileprivate var isEmpty: Bool { masks.isEmpty && outlines.isEmpty && !isWholeFrame }
}

extension Mark {
    /// Its mask and its closed outlines.
    fileprivate var shapes: RedactionLayer.Area {
        var area = RedactionLayer.Area()
        if let coverage { area.masks = [coverage] }
        area.outlines = polygons.flatMap { polygon in
            // Parts may overlap, and each is filled.
            guard polygon.parts.isEmpty else {
                return ([polygon.points] + polygon.parts).map { Path(points: $0, isClosed: true) }
            }
            var path = Path()
            for outline in [polygon.points] + polygon.holes { path.append(outline) }
            return [path]
        }
        return area
    }

    /// Around its key points and line, and some way farther.
    fileprivate var pointSpan: PixelRect? {
        let points = (pose?.joints.compactMap { $0?.point } ?? []) + polylines.flatMap(\.points)
        return PixelRect(around: points).map { $0.expanded(by: max($0.width, $0.height) / 5 + 1) }
    }
}

/// Effects on the frame.
extension LayerMaterial {
    /// How much of the frame `dim` takes away.
    private static let dimStrength = 0.6

    var effect: any Layer {
        switch style.effect {
        case .blur, nil: RedactionLayer(areas: redacted, kind: .blur, padding: padding)
        case .pixelate: RedactionLayer(areas: redacted, kind: .pixelate, padding: padding)
        case .dim: DimLayer(areas: marks.compactMap(\.seenArea), strength: Self.dimStrength)
        }
    }

    /// Around what is hidden, in pixels.
    private var padding: Int { max(frame.shortSide / 100, 4) }

    var halos: [HaloLayer.Halo] {
        marks.compactMap { mark in mark.seenArea.map { HaloLayer.Halo(area: $0, color: mark.color) } }
    }

    var insets: [InsetLayer.Inset] {
        marks.compactMap { mark in
            mark.bounds(in: frame).map { InsetLayer.Inset(rect: $0, color: mark.color.opaque) }
        }
    }
}

extension Mark {
    /// What stays bright; `nil` where it speaks of the whole frame.
    fileprivate var seenArea: RedactionLayer.Area? {
        var area = shapes
        if area.isEmpty, let box { area.outlines = [Path(points: box.corners, isClosed: true)] }
        if area.isEmpty, let span = pointSpan { area.outlines = [Path(rect: span)] }
        return area.isEmpty ? nil : area
    }
}
