package import Detections
package import Render
import Store

/// What is on an overlay and what is not: all that is left of a plan when the overlay is made.
package struct SceneReport: Sendable {
    /// How many things each layer draws, by the layer's name.
    package let drawn: [String: Int]
    /// As in `ScenePlan`.
    package let hidden: [String: Int]
    /// The first `listLimit` of the parts that cannot be drawn.
    package let skipped: [SkippedPart]
    /// Of all of them.
    package let skippedCount: Int
    package internal(set) var warnings: [Warning]
    /// As in `ScenePlan`.
    package let comparison: DifferenceCounts?

    private static let listLimit = 100

    init(_ plan: ScenePlan) {
        drawn = plan.scene.counts
        hidden = plan.hidden
        skipped = Array(plan.skipped.prefix(Self.listLimit))
        skippedCount = plan.skipped.count
        warnings = plan.warnings
        comparison = plan.comparison
    }
}

/// Turns a frame's detections and a style into a scene.
package struct ScenePlan {
    package private(set) var scene: Scene
    /// How many detections are not drawn because the style says so, by the style's field.
    package let hidden: [String: Int]
    /// Detections that cannot be drawn.
    package let skipped: [SkippedPart]
    package let warnings: [Warning]
    /// How many things show each difference; `nil` where nothing is held against anything.
    package let comparison: DifferenceCounts?

    /// `context`: what is known beside the frame's own detections.
    package init(_ found: FrameDetections, style: Style, size: PixelSize, context: SceneContext = SceneContext()) {
        let filter = DetectionFilter(style)
        let subjects = Subject.all(found.detections, context.comparison, style)
        let shownSubjects = subjects.filter { filter.field(hiding: $0) == nil }
        let simplified = OutlineSimplification(shownSubjects.map(\.detection))
        let shown = simplified.detections
        let palette = DetectionColors(colorBy: style.colorBy, context.colors)
        let marks = zip(shown, shownSubjects).map { detection, subject in
            Mark(
                detection: detection,
                color: subject.thing?.color ?? palette.color(of: detection),
                frame: subject.thing?.current == nil && subject.thing != nil ? nil : found.frame,
                hasSecondMark: subject.thing == nil && palette.hasSecondMark(detection),
                thing: subject.thing
            )
        }
        let masks = MaskMarks(marks)
        hidden = subjects.reduce(into: [:]) { counts, subject in
            if let field = filter.field(hiding: subject) { counts[field, default: 0] += 1 }
        }
        comparison = context.comparison?.counts
        skipped = found.skipped + masks.skipped
        let warnings =
            found.warnings + simplified.warnings + UndrawnGeometry.warnings(about: shown)
            + (context.comparison == nil ? palette.warnings(about: shown) : [])
        let material = LayerMaterial(
            found: found,
            marks: marks,
            masks: masks.masks,
            redacted: style.redacts ? RedactedAreas(found.adding(context.comparison), skipped: skipped).areas : [],
            style: style,
            sizes: MarkSizes(style: style, frame: size),
            frame: size,
            palette: palette,
            context: context,
            summary: FrameSummary(found, hidden: hidden, skipped: skipped, warnings: warnings, context)
        )
        let layers = Style.LayerName.allCases.filter(style.shows).map(material.layer)
        scene = Scene(size: size, layers: layers.filter { $0.count > 0 })
        self.warnings = warnings + FilterMisses(style, subjects.map(\.detection), drawn: scene).warnings
    }
}

/// Tells of filters that leave nothing of a frame that has something, so that nobody takes the filter's fault for the
/// detector's.
struct FilterMisses {
    let warnings: [Warning]

    init(_ style: Style, _ detections: [Detection], drawn scene: Scene) {
        guard !detections.isEmpty else {
            warnings = []
            return
        }
        let classes = Set(detections.flatMap(\.classNames))
        let tracks = Set(detections.compactMap { $0.trackID?.description })
        var warnings = [
            Self.warning("classes", asked: style.classes, there: classes),
            Self.warning("tracks", asked: style.tracks, there: tracks),
        ].compactMap(\.self)
        if style.label != nil, style.shows(.labels), scene.counts["labels"] == nil {
            let detail = "label says nothing of what is here: no detection has any of its fields."
            warnings.append(Warning(.filterMeetsNothing, detail))
        }
        if let asked = style.layers, scene.layers.isEmpty {
            var everything = style
            everything.layers = nil
            let found = FrameDetections(frame: 0, detections: detections)
            let there = ScenePlan(found, style: everything, size: scene.size).scene.counts.keys
            let warning = Self.warning("layers", asked: Set(asked.map(\.rawValue)), there: Set(there))
            warnings += [warning].compactMap(\.self)
        }
        self.warnings = warnings
    }

    private static func warning(_ field: String, asked: Set<String>?, there: Set<String>) -> Warning? {
        guard let asked, asked.isDisjoint(with: there) else { return nil }
        let found = NearestNames(Array(there), to: asked.sorted()[0])
        return Warning(
            .filterMeetsNothing,
            "\(field)=\(asked.sorted().joined(separator: ",")) meets nothing here; \(found)."
        )
    }
}

/// Tells of what detections have that no layer draws, so that nobody takes its absence for the detector's.
enum UndrawnGeometry {
    static func warnings(about detections: [Detection]) -> [Warning] {
        let kinds: [(text: String, isGiven: (Detection) -> Bool)] = [
            ("masks given as pictures, which are not drawn", { $0.maskKey != nil }),
            ("a skeleton of a name that is not known, so that their key points are not joined", hasUnknownSkeleton),
        ]
        return kinds.compactMap { text, isGiven in
            let count = detections.count(where: isGiven)
            return count == 0 ? nil : Warning(.notDrawn, "\(count) detections have \(text).")
        }
    }

    private static func hasUnknownSkeleton(_ detection: Detection) -> Bool {
        !detection.keypoints.isEmpty && KnownSkeleton.bones(of: detection) == nil
    }
}

/// How large lines and text are, in frame pixels: a person sees a 4K frame and a 480p frame at the same size.
struct MarkSizes {
    let thickness: Double
    /// The em.
    let fontSize: Double

    init(style: Style, frame: PixelSize) {
        let side = Double(frame.shortSide)
        thickness = style.thickness ?? max(side / 400, 2)
        fontSize = style.fontSize ?? max((side / 54).rounded(), 12)
    }
}

/// A detection that may be drawn, and where it is held against a reference, what has become of it.
struct Subject {
    let detection: Detection
    let thing: FrameComparison.Thing?

    /// Of a comparison its things, and what was left out of it.
    static func all(_ found: [Detection], _ comparison: FrameComparison?, _ style: Style) -> [Subject] {
        guard let comparison else { return found.map { Subject(detection: $0, thing: nil) } }
        return comparison.things.map { Subject(detection: $0.detection, thing: $0) }
            + found.filter { !$0.isCompared(by: style.comparisonRule) }.map { Subject(detection: $0, thing: nil) }
    }
}

extension FrameDetections {
    /// The same, with what only the reference of a comparison has found.
    fileprivate func adding(_ comparison: FrameComparison?) -> FrameDetections {
        var all = self
        all.detections += comparison?.things.filter { $0.current == nil }.compactMap(\.reference) ?? []
        return all
    }
}

/// Which detections a style shows.
struct DetectionFilter {
    private let style: Style

    init(_ style: Style) { self.style = style }

    /// The style's field that hides `subject`, of a thing both sides of it; `nil` where it is shown.
    func field(hiding subject: Subject) -> String? {
        guard let thing = subject.thing else { return field(hiding: subject.detection) }
        if let shown = style.differences, shown.isDisjoint(with: thing.differences) { return "differences" }
        let fields = [thing.current, thing.reference].compactMap(\.self).map { field(hiding: $0) }
        return fields.contains(nil) ? nil : fields[0]
    }

    func field(hiding detection: Detection) -> String? {
        if style.dropped == (detection.status == .dropped ? .hide : .only) { return "dropped" }
        if let confidence = detection.confidence, confidence < style.minConfidence { return "min_confidence" }
        if let classes = style.classes, classes.isDisjoint(with: detection.classNames) { return "classes" }
        if let tracks = style.tracks, !(detection.trackID.map { tracks.contains($0.description) } ?? false) {
            return "tracks"
        }
        return nil
    }
}

extension Detection {
    fileprivate var classNames: [String] { [label, classID?.description].compactMap(\.self) }
}
