import Detections
import Render
import Store

/// What layers are made of.
struct LayerMaterial {
    let found: FrameDetections
    let marks: [Mark]
    let masks: [MaskLayer.Mask]
    /// What must not be seen; empty where nothing must be hidden.
    let redacted: [RedactionLayer.Area]
    let style: Style
    let sizes: MarkSizes
    let frame: PixelSize
    let palette: DetectionColors
    let context: SceneContext
    let summary: FrameSummary

    func layer(_ name: Style.LayerName) -> any Layer {
        let (thickness, opacity, fontSize) = (sizes.thickness, style.opacity, sizes.fontSize)
        switch name {
        case .effect: return effect
        case .heat: return heat
        case .halos: return HaloLayer(halos: halos, radius: max(Int(thickness * 5), 4))
        case .masks: return MaskLayer(masks: masks, opacity: opacity)
        case .zones: return ZoneLayer(zones: zones, lines: lines, thickness: thickness, fontSize: fontSize)
        case .polygons: return PolygonLayer(polygons: marks.flatMap(\.polygons), thickness: thickness, opacity: opacity)
        case .boxes:
            // Those that are dashed lie on top.
            let boxes = (marks.filter { !$0.isDashed } + marks.filter(\.isDashed)).compactMap(\.box)
            return BoxLayer(boxes: boxes, shape: style.boxShape, thickness: thickness, opacity: opacity)
        case .bars: return BarLayer(bars: marks.compactMap(\.bar), height: max((thickness * 2).rounded(), 4))
        case .polylines: return PolylineLayer(polylines: marks.flatMap(\.polylines), thickness: thickness)
        case .trails: return TrailLayer(trails: trails, thickness: thickness)
        case .keypoints: return KeypointLayer(poses: marks.compactMap(\.pose), thickness: thickness)
        case .arrows: return ArrowLayer(arrows: arrows, thickness: thickness * 1.5)
        case .words: return WordLayer(words: marks.compactMap(\.word), thickness: max(thickness / 2, 1))
        case .problems: return ProblemLayer(outside: summary.outside, text: summary.problems, fontSize: fontSize)
        case .differences: return DifferenceLayer(items: differences, thickness: thickness, fontSize: fontSize)
        case .insets: return InsetLayer(insets, frame: frame, thickness: thickness)
        case .labels: return labels
        case .legend: return LegendLayer(Panel(rows: legend, corner: .topRight, fontSize: fontSize))
        case .hud: return HUDLayer(Panel(rows: summary.rows, corner: .topLeft, fontSize: fontSize))
        }
    }

    private var labels: LabelLayer {
        // What is written where it was read needs no label.
        let marks = style.shows(.words) ? marks.filter { $0.word == nil } : marks
        return LabelLayer(
            labels: LabelMarks(marks, style.label, frame: frame, lineHeight: sizes.fontSize * 2).labels(context.window),
            fontSize: sizes.fontSize,
            outset: sizes.thickness / 2,
            firstLength: context.window.length
        )
    }

    private var zones: [ZoneLayer.Zone] {
        found.zones.map { zone in
            let text = [zone.name, zone.count.map(String.init)].compactMap(\.self).joined(separator: " ")
            return ZoneLayer.Zone(polygon: zone.polygon.map(PixelPoint.init), text: text)
        }
    }

    private var lines: [ZoneLayer.Line] {
        found.lines.map { line in
            let counts = [line.inCount.map { "in \($0)" }, line.outCount.map { "out \($0)" }]
            return ZoneLayer.Line(
                start: PixelPoint(line.start),
                end: PixelPoint(line.end),
                text: ([line.name] + counts).compactMap(\.self).joined(separator: " ")
            )
        }
    }
}

extension Mark {
    fileprivate var bar: BarLayer.Bar? {
        guard let rect = box?.upright, let confidence = detection.confidence else { return nil }
        return BarLayer.Bar(rect: rect, value: confidence, color: color)
    }

    fileprivate var word: WordLayer.Word? {
        guard let text = detection.text, detection.quad.count == 4 else { return nil }
        return WordLayer.Word(quad: detection.quad.map(PixelPoint.init), text: text, color: color)
    }
}
