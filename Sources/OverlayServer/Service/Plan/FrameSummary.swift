import Detections
import Render
import Store

/// What a picture says of its frame in words.
struct FrameSummary {
    /// What lies outside of the frame, in frame pixels.
    let outside: [PixelPoint]
    /// What cannot be seen where it is said to be; empty for nothing.
    let problems: String
    /// What the picture is of.
    let rows: [Panel.Row]

    init(
        _ found: FrameDetections,
        hidden: [String: Int],
        skipped: [SkippedPart],
        warnings: [Warning],
        _ context: SceneContext
    ) {
        outside = found.outside.map(PixelPoint.init)
        problems = Self.problems(found, skipped, warnings)
        let subject = context.subject
        let hiddenCount = hidden.values.reduce(0, +)
        let lines = [
            subject.stage.map { "\($0.timeline) · \($0.job) · \($0.stage)" },
            "frame \(found.frame)"
                + (subject.timestamp.map { " · \(LabelTemplate.Format.fixed($0, decimals: 2)) s" } ?? ""),
            Self.counts(found.detections),
            context.reference.map { DifferenceText.reference($0, of: subject.stage) },
            context.comparison.map(DifferenceText.count),
            hiddenCount == 0 ? nil : "\(hiddenCount) hidden",
            skipped.isEmpty ? nil : "\(skipped.count) not drawn",
            warnings.isEmpty ? nil : warnings.count == 1 ? "1 warning" : "\(warnings.count) warnings",
        ]
        rows = lines.compactMap { $0.map { Panel.Row($0) } }
    }

    private static let namedClasses = 5

    /// Of each class, the most frequent first: `person 12, car 3`.
    private static func counts(_ detections: [Detection]) -> String {
        guard !detections.isEmpty else { return "nothing found" }
        let groups = Dictionary(grouping: detections) { $0.label ?? $0.classID.map { "class \($0)" } ?? "no class" }
        let counts = groups.map { (name: $0.key, count: $0.value.count) }.sorted {
            (-$0.count, $0.name) < (-$1.count, $1.name)
        }
        let named = counts.prefix(namedClasses).map { "\($0.name) \($0.count)" }
        return (named + (counts.count > namedClasses ? ["+\(counts.count - namedClasses) classes"] : [])).joined(
            separator: ", "
        )
    }

    private static func problems(_ found: FrameDetections, _ skipped: [SkippedPart], _ warnings: [Warning]) -> String {
        let outside = skipped.count { $0.code == .outsideFrame }
        let unusable = skipped.count - outside
        let doubts: [Warning.Code: String] = [
            .unitDoubtful: "another unit?", .shapeDiffers: "another shape of picture?", .fitDoubtful: "another fit?",
            .sizesDiffer: "another size of frame?", .framesShifted: "frames shifted?",
            .framesInSteps: "frames in steps?",
            .timesDisagree: "another frame's time?", .framesLeftOver: "of an earlier run?",
            .frameTurned: "turned by EXIF?", .notCompared: "not compared",
        ]
        let parts =
            [
                outside == 0 ? nil : "\(outside) outside the frame",
                unusable == 0 ? nil : "\(unusable) unusable",
            ] + warnings.map { doubts[$0.code] }
        return parts.compactMap(\.self).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(
            separator: " · "
        )
    }
}

/// What the colors on a frame mean.
extension LayerMaterial {
    private static let mostRows = 24

    var legend: [Panel.Row] {
        if let comparison = context.comparison { return DifferenceText.legend(comparison.counts) }
        let heat = context.heat.map { heat in
            Panel.Row("things at a place", sample: .scale(low: "0", high: "\(heat.peak)", start: 0))
        }
        return [heat].compactMap(\.self) + colorKey
    }

    private var colorKey: [Panel.Row] {
        if style.colorBy == .confidence {
            return [
                Panel.Row("confidence", sample: .scale(low: "0", high: "1", start: DetectionColors.confidenceStart))
            ]
        }
        var rows: [(text: String, color: StraightRGBA8)] = []
        for mark in marks {
            guard let text = legendText(of: mark.detection), !rows.contains(where: { $0.text == text }) else {
                continue
            }
            rows.append((text, mark.color.opaque))
        }
        // Tracks by their numbers, then all else by its name.
        let sorted = rows.sorted { (Self.number(in: $0.text), $0.text) < (Self.number(in: $1.text), $1.text) }
        let panelRows = sorted.prefix(Self.mostRows).map { Panel.Row($0.text, sample: .color($0.color)) }
        return panelRows + (rows.count > Self.mostRows ? [Panel.Row("+\(rows.count - Self.mostRows) more")] : [])
    }

    /// Of a track that has one.
    private static func number(in text: String) -> Int {
        text.first == "#" ? Int(text.dropFirst().prefix { $0.isWholeNumber }) ?? .max : .max
    }

    /// What gives a detection its color.
    private func legendText(of detection: Detection) -> String? {
        let name = detection.label ?? detection.classID.map { "class \($0)" }
        let track = detection.trackID.map { "#\($0)" }
        switch style.colorBy {
        case nil: return track.map { name == nil ? $0 : "\($0) \(name ?? "")" } ?? name
        case .class: return name
        case .track: return track
        case .index, .confidence: return nil
        }
    }
}
