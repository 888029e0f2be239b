import Render
import Store

/// How a caller wants overlays drawn; what is `nil` follows the frame or the detections.
package struct Style: Hashable, Sendable {
    /// Of JPEG pictures that have to be coded anew and say nothing else.
    static let standardQuality = 90

    package enum Format: String, CaseIterable, Sendable {
        case jpeg
        case png
        /// The overlay alone, as a PNG with alpha.
        case transparent
    }

    /// The layers of an overlay, from the lowest to the uppermost.
    enum LayerName: String, CaseIterable, Sendable {
        /// What is done to the frame itself.
        case effect
        /// Where much was found.
        case heat
        case halos
        case masks
        /// Zones and lines at which things are counted.
        case zones
        case polygons
        case boxes
        /// How sure the stage is.
        case bars
        case polylines
        /// Where tracks have been.
        case trails
        case keypoints
        /// Where tracks are going.
        case arrows
        /// What was read, where it was read.
        case words
        /// What cannot be seen where it is said to be.
        case problems
        /// What has become of things since what they are held against.
        case differences
        /// Small things once more, enlarged.
        case insets
        case labels
        case legend
        case hud

        /// Drawn only where a field of its own asks for it.
        static let extras: Set<LayerName> = [
            .effect, .heat, .halos, .bars, .trails, .arrows, .words, .differences, .insets, .legend, .hud,
        ]
    }

    package enum Split: String, CaseIterable, Sendable {
        case layers
    }

    enum Effect: String, CaseIterable, Sendable {
        /// What was found is made unrecognizable, whatever else the style says of it.
        case blur, pixelate
        /// All else is made darker.
        case dim
    }

    enum ColorBy: String, CaseIterable, Sendable {
        case `class`
        case track
        case index
        case confidence
    }

    enum Dropped: String, CaseIterable, Sendable {
        case hide
        /// Drawn dashed and paler, with the reason in the label.
        case ghost
        /// Drawn so, and nothing else.
        case only
    }

    /// `nil`: JPEG for JPEG frames, PNG for PNG frames.
    package var format: Format?
    /// 1…100: the JPEG is coded anew at this quality. `nil`: the frame's own blocks are kept where they can be, else
    /// `standardQuality`.
    package var quality: Int?
    /// `nil`: all that the detections give.
    var layers: Set<LayerName>?
    /// What is drawn beside those.
    var extras: Set<LayerName> = []
    var minConfidence = 0.0
    /// Class names or ids; `nil`: all.
    var classes: Set<String>?
    /// Track ids; `nil`: all.
    var tracks: Set<String>?
    /// `nil`: by track where a detection has one, else by class.
    var colorBy: ColorBy?
    var boxShape = BoxLayer.Shape.plain
    /// Of lines, in frame pixels; `nil` follows the frame's size.
    var thickness: Double?
    /// The em of labels in frame pixels; `nil` follows the frame's size.
    var fontSize: Double?
    /// What labels say; `nil`: what it is, how sure, and which track.
    var label: LabelTemplate?
    /// Of masks and of the filling of polygons, 0…1.
    var opacity = 0.4
    var dropped = Dropped.hide
    /// What is done to the frame itself.
    var effect: Effect?
    /// How long trails are.
    var trailSeconds = 0.0
    /// Of which frames the heat map is; `nil`: all that the stage speaks of.
    var heatFrames: ClosedRange<Int>?
    /// Whether each layer is given as a picture of its own, too.
    package internal(set) var split: Split?
    /// The job and the stage that findings are held against; a `nil` beside the other is the overlay's own.
    var compareJob: JobID?
    var compareStage: StageName?
    /// Its `minConfidence` is the style's own.
    var rule = ComparisonRule()
    /// Those that are shown; `nil`: all.
    var differences: Set<Difference>?
    /// What it was read from: the values of each field that was given.
    package internal(set) var given: [String: [String]] = [:]

    package init() {}
}

extension Style {
    /// The query that gives this style.
    package var query: String {
        given.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value.map { $0.percentEncoded() }.joined(separator: ","))" }
            .joined(separator: "&")
    }

    /// What findings of `stage` are held against; `nil` where they are shown for themselves.
    package func reference(of stage: StageAddress) -> StageAddress? {
        guard compareJob != nil || compareStage != nil else { return nil }
        return StageAddress(timeline: stage.timeline, job: compareJob ?? stage.job, stage: compareStage ?? stage.stage)
    }

    /// Takes the reference for what is really there, also where it does not say so.
    package mutating func declareGroundTruth(_ isDeclared: Bool) { rule.isGroundTruth = isDeclared }

    /// What findings are compared by.
    package var comparisonRule: ComparisonRule {
        var rule = rule
        rule.minConfidence = minConfidence
        return rule
    }

    /// Whether colors depend on what else the stage has reported.
    var needsOutputColors: Bool {
        !extras.contains(.differences) && (colorBy == nil || colorBy == .class || colorBy == .track)
    }

    /// Whether what was found is to be hidden.
    var redacts: Bool { effect == .blur || effect == .pixelate }

    /// Whether what is drawn is made of the frame's pixels.
    package var readsFrame: Bool { redacts || extras.contains(.insets) }

    func shows(_ layer: LayerName) -> Bool {
        LayerName.extras.contains(layer) ? extras.contains(layer) : layers?.contains(layer) ?? true
    }
}
