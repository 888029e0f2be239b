import Render
import Store

/// One field of a style: what it is called and does, what it takes, and where its value goes.
package struct StyleField: Sendable {
    /// In queries and bodies; the option of the command line has dashes in it.
    package let name: String
    /// What it does.
    package let purpose: String
    /// What holds where it is not given.
    package let standard: String
    let values: StyleValues

    /// What it takes, in words.
    package var allowed: String { values.allowed }

    /// Whether it is either on or off.
    package var isFlag: Bool { values.isFlag }
}

extension Style {
    /// Every field that a caller may set: queries, bodies, the options of the command line and their help, and the table in the
    /// README are made of this list.
    package static let fields: [StyleField] = [
        StyleField(
            name: presetName,
            purpose: "a style by name, which all other fields override",
            standard: "none",
            // Read before all others.
            values: StyleValues(allowed: "one of \(StylePreset.all.map(\.name).joined(separator: ", "))") { values, _ in
                values.only.flatMap(StylePreset.init) != nil
            }
        ),
        StyleField(
            name: "format",
            purpose: "the picture's; transparent is the overlay alone, a PNG with alpha",
            standard: "the frame's own",
            values: .choice { $0.format = $1 }
        ),
        StyleField(
            name: "quality",
            purpose: "codes the whole JPEG anew",
            standard: "the frame's own blocks are kept; 90 where they cannot be",
            values: .number(in: 1...100) { $0.quality = $1 }
        ),
        StyleField(
            name: "layers",
            purpose: "what is drawn",
            standard: "all that the detections give",
            values: .choices(of: Style.LayerName.allCases.filter { !Style.LayerName.extras.contains($0) }) {
                $0.layers = $1
            }
        ),
        StyleField(
            name: "min_confidence",
            purpose: "hides detections below it",
            standard: "0",
            values: .number(in: 0...1) { $0.minConfidence = $1 }
        ),
        StyleField(
            name: "classes",
            purpose: "shows these alone",
            standard: "all",
            values: .words("class names or ids") { $0.classes = $1 }
        ),
        StyleField(
            name: "tracks",
            purpose: "shows these alone",
            standard: "all",
            values: .words("track ids") { $0.tracks = $1 }
        ),
        StyleField(
            name: "color_by",
            purpose: "what gives a detection its color",
            standard: "the track where there is one, else the class",
            values: .choice { $0.colorBy = $1 }
        ),
        StyleField(
            name: "box_shape",
            purpose: "how boxes are drawn",
            standard: "plain",
            values: .choice { $0.boxShape = $1 }
        ),
        StyleField(
            name: "thickness",
            purpose: "of lines, in pixels",
            standard: "follows the frame's size",
            values: .number(in: 0.5...64) { $0.thickness = $1 }
        ),
        StyleField(
            name: "font_size",
            purpose: "of labels, in pixels",
            standard: "follows the frame's size",
            values: .number(in: 6...256) { $0.fontSize = $1 }
        ),
        StyleField(
            name: "label",
            purpose: "what labels say",
            standard: "{label} {confidence:.2f} #{track_id}",
            values: .text(LabelTemplate.allowed, LabelTemplate.init) { $0.label = $1 }
        ),
        StyleField(
            name: "opacity",
            purpose: "of masks, polygons and filled boxes",
            standard: "0.4",
            values: .number(in: 0...1) { $0.opacity = $1 }
        ),
        StyleField(
            name: "trail_seconds",
            purpose:
                "where tracks have been that long, fading, dashed where they were not seen; also of tracks that this frame lacks",
            standard: "0",
            values: .number(in: 0...600) { (style, seconds: Double) in
                style.trailSeconds = seconds
                if seconds > 0 { style.extras.insert(.trails) } else { style.extras.remove(.trails) }
            }
        ),
        StyleField(
            name: "arrows",
            purpose: "where each track will be half a second later, if it goes on as in the half before",
            standard: "false",
            values: .flag(.arrows)
        ),
        StyleField(
            name: "heat_map",
            purpose: "where things stood on these frames; the scale is that of all frames",
            standard: "none",
            values: .frames { style, frames in
                style.heatFrames = frames
                style.extras.insert(.heat)
            }
        ),
        StyleField(
            name: "halo",
            purpose: "a glow around things",
            standard: "false",
            values: .flag(.halos)
        ),
        StyleField(
            name: "confidence_bars",
            purpose: "a bar at the foot of each box",
            standard: "false",
            values: .flag(.bars)
        ),
        StyleField(
            name: "ocr",
            purpose: "what was read, written where it was read, in the order of reading",
            standard: "false",
            values: .flag(.words)
        ),
        StyleField(
            name: "effect",
            purpose:
                "blur and pixelate make all that was found unrecognizable, dropped and filtered too; dim darkens all else",
            standard: "none",
            values: .choice { style, effect in
                style.effect = effect
                style.extras.insert(.effect)
            }
        ),
        StyleField(
            name: "insets",
            purpose: "small things once more, enlarged beside themselves",
            standard: "false",
            values: .flag(.insets)
        ),
        StyleField(
            name: "hud",
            purpose: "what the picture is of: timeline, job, stage, frame, time, counts by class, what is not drawn",
            standard: "false",
            values: .flag(.hud)
        ),
        StyleField(
            name: "legend",
            purpose: "what the colors on this frame mean",
            standard: "false",
            values: .flag(.legend)
        ),
        StyleField(
            name: "dropped",
            purpose: "what the stage dropped; ghost draws it dashed, with the reason, and only that alone",
            standard: "hide",
            values: .choice { $0.dropped = $1 }
        ),
        StyleField(
            name: "split",
            purpose: "layers gives each layer as a transparent picture of its own, too",
            standard: "none",
            values: .choice { $0.split = $1 }
        ),
        StyleField(
            name: "compare_job",
            purpose: "a job that findings are held against: what differs is marked",
            standard: "none",
            values: .text("the id of a job of the timeline", { try? JobID($0) }) { style, job in
                style.compareJob = job
                style.extras.insert(.differences)
            }
        ),
        StyleField(
            name: "compare_stage",
            purpose: "a stage that findings are held against, of compare_job where that is given",
            standard: "the overlay's own",
            values: .text("the name of a stage", { try? StageName($0) }) { style, stage in
                style.compareStage = stage
                style.extras.insert(.differences)
            }
        ),
        StyleField(
            name: "differences",
            purpose: "of a comparison, shows these alone",
            standard: "all",
            values: .choices(of: Difference.allCases) { $0.differences = $1 }
        ),
        StyleField(
            name: "iou_threshold",
            purpose: "of a comparison: how much alike the places of one thing are at least (IoU, or OKS of key points)",
            standard: "0.5",
            values: .number(in: 0.01...1) { $0.rule.iouThreshold = $1 }
        ),
        StyleField(
            name: "same_iou",
            purpose: "of a comparison: what is less alike has moved",
            standard: "0.9",
            values: .number(in: 0...1) { $0.rule.sameIoU = $1 }
        ),
        StyleField(
            name: "confidence_tolerance",
            purpose: "of a comparison: what differs by more is another confidence",
            standard: "0.1",
            values: .number(in: 0...1) { $0.rule.confidenceTolerance = $1 }
        ),
    ]

    private static let presetName = "preset"

    /// Reads a style from the values of each field that the caller gave.
    package init(_ values: [String: [String]]) throws(RequestError) {
        self.init()
        given = values
        let preset = values[Self.presetName]?.only.flatMap(StylePreset.init)
        let values = values.merging(preset?.values ?? [:]) { given, _ in given }
        for (name, values) in values.sorted(by: { $0.key < $1.key }) {
            guard let field = Self.fields.first(where: { $0.name == name }) else {
                let known = Self.fields.map(\.name).joined(separator: ", ")
                throw .malformed(field: name, reason: "There is no such field; there are \(known).")
            }
            guard field.values.read(values, &self) else {
                let given = values.joined(separator: ",")
                throw .malformed(field: name, reason: "\"\(given)\" is not allowed; it takes \(field.allowed).")
            }
        }
        if format == .transparent, readsFrame {
            let field = redacts ? "effect" : "insets"
            throw .malformed(field: field, reason: "It is made of the frame, which a transparent picture has not.")
        }
        if split != nil, readsFrame {
            let field = redacts ? "effect" : "insets"
            throw .malformed(field: field, reason: "It is made of the frame, which a layer alone has not.")
        }
        if redacts, extras.contains(.insets) {
            throw .malformed(field: "insets", reason: "They would show what \(effect?.rawValue ?? "the effect") hides.")
        }
    }
}

/// What values a field takes, and how they become part of a style.
struct StyleValues: Sendable {
    let allowed: String
    var isFlag = false
    /// False where the values are not allowed.
    let read: @Sendable ([String], inout Style) -> Bool

    typealias Choice = CaseIterable & RawRepresentable<String> & SendableMetatype

    /// One word of several.
    static func choice<Value: Choice>(_ store: @escaping @Sendable (inout Style, Value) -> Void) -> StyleValues {
        StyleValues(allowed: "one of \(Value.allNames)") { values, style in
            guard let value = values.only.flatMap(Value.init) else { return false }
            store(&style, value)
            return true
        }
    }

    /// At least one word of several.
    static func choices<Value: Choice & Hashable>(
        of known: [Value],
        _ store: @escaping @Sendable (inout Style, Set<Value>) -> Void
    ) -> StyleValues {
        let names = known.map(\.rawValue)
        return StyleValues(allowed: "any of \(names.joined(separator: ", "))") { values, style in
            // None of the words has a comma, so that one that a client has encoded divides them too.
            let words = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            let chosen = words.filter { names.contains(String($0)) }.compactMap { Value(rawValue: String($0)) }
            store(&style, Set(chosen))
            return chosen.count == words.count && !chosen.isEmpty
        }
    }

    /// Whether a layer is drawn that else is not.
    static func flag(_ layer: Style.LayerName) -> StyleValues {
        StyleValues(allowed: "true or false", isFlag: true) { values, style in
            guard let value = values.only.flatMap(Bool.init) else { return false }
            if value { style.extras.insert(layer) } else { style.extras.remove(layer) }
            return true
        }
    }

    /// All frames, or a range of them.
    static func frames(_ store: @escaping @Sendable (inout Style, ClosedRange<Int>?) -> Void) -> StyleValues {
        StyleValues(allowed: "all, or a range of frames as 0-99") { values, style in
            guard let value = values.only else { return false }
            if value == "all" {
                store(&style, nil)
                return true
            }
            guard let ranges = try? FrameSelection(value).ranges, ranges.count == 1,
                ranges[0].upperBound < 1_000_000_000
            else { return false }
            store(&style, ranges[0])
            return true
        }
    }

    /// Any words; `what` says which.
    static func words(
        _ what: String,
        _ store: @escaping @Sendable (inout Style, Set<String>) -> Void
    ) -> StyleValues {
        StyleValues(allowed: "\(what), divided by commas") { values, style in
            store(&style, Set(values))
            return !values.isEmpty && !values.contains("")
        }
    }

    /// A text that may have commas; `what` says which.
    static func text<Value: Sendable>(
        _ what: String,
        _ read: @escaping @Sendable (String) -> Value?,
        _ store: @escaping @Sendable (inout Style, Value) -> Void
    ) -> StyleValues {
        StyleValues(allowed: what) { values, style in
            guard let value = read(values.joined(separator: ",")) else { return false }
            store(&style, value)
            return true
        }
    }

    static func number<Value: LosslessStringConvertible & Comparable & Sendable & SendableMetatype>(
        in range: ClosedRange<Value>,
        _ store: @escaping @Sendable (inout Style, Value) -> Void
    ) -> StyleValues {
        StyleValues(allowed: "a number from \(range.lowerBound) to \(range.upperBound)") { values, style in
            guard let value = values.only.flatMap(Value.init), range.contains(value) else { return false }
            store(&style, value)
            return true
        }
    }
}

extension CaseIterable where Self: RawRepresentable<String> {
    /// The raw values, divided by commas.
    fileprivate static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension [String] {
    /// The element of an array that has just one.
    fileprivate var only: String? { count == 1 ? first : nil }
}
