import Detections
import Render
import Store

/// The labels of a frame's marks: `person 0.87 #7`.
struct LabelMarks {
    /// What a label says of what.
    struct LabelMark {
        /// From the longest to the shortest, at least one.
        let texts: [String]
        let anchor: PixelRect
        let color: StraightRGBA8
        /// Whether it speaks of the whole frame.
        var isFixed = false
        let trackID: TrackID?
        var hasSecondMark = false
    }

    private(set) var marks: [LabelMark] = []

    /// `lineHeight`: how far apart labels stand that speak of the whole frame, in frame pixels.
    init(_ marks: [Mark], _ template: LabelTemplate?, frame: PixelSize, lineHeight: Double) {
        var wholeFrameCount = 0
        for mark in marks {
            let texts = Self.texts(of: mark, template)
            let (color, track) = (mark.color.opaque, mark.isLost ? nil : mark.detection.trackID)
            guard !texts.isEmpty else { continue }
            if let bounds = mark.bounds(in: frame) {
                let isSecond = mark.hasSecondMark
                self.marks.append(
                    LabelMark(texts: texts, anchor: bounds, color: color, trackID: track, hasSecondMark: isSecond)
                )
                continue
            }
            // A label stands above its anchor: the first of them a line below the frame's upper side.
            wholeFrameCount += 1
            let bottom = lineHeight * Double(wholeFrameCount)
            let anchor = PixelRect(x: 0, y: bottom, width: Double(frame.width), height: lineHeight)
            self.marks.append(LabelMark(texts: texts, anchor: anchor, color: color, isFixed: true, trackID: track))
        }
    }

    /// As a layer has them, on the sides that `window` says.
    func labels(_ window: LabelWindow) -> [LabelLayer.Label] {
        marks.map { mark in
            LabelLayer.Label(
                text: mark.texts[0],
                shorter: Array(mark.texts.dropFirst()),
                anchor: mark.anchor,
                color: mark.color,
                preferred: mark.trackID.flatMap { window.sides[$0] },
                isFixed: mark.isFixed,
                hasSecondMark: mark.hasSecondMark
            )
        }
    }

    /// Half of a text of more characters is a shorter one.
    private static let longText = 60

    /// From the longest to the shortest, each once: all, without the confidence, and the track alone where there is one. A template stands for the longest, and
    /// its first line for what comes after.
    static func texts(of mark: Mark, _ template: LabelTemplate? = nil) -> [String] {
        if let thing = mark.thing, template == nil { return DifferenceText.texts(of: thing) }
        let detection = mark.detection
        let confidence = detection.confidence.map { LabelTemplate.Format.fixed($0, decimals: 2) }
        let track = detection.trackID.map { "#\($0)" }
        let reason = mark.isGhost ? "(\(detection.reason ?? "dropped"))" : nil
        let (name, age) = (detection.name, mark.ageText.map { "(\($0))" })
        var texts = [
            [name, confidence, track, reason, age], [name, track], track == nil ? [name] : [track],
        ].map { $0.compactMap(\.self).joined(separator: " ") }
        if let template {
            texts[0] = template.text(of: mark)
            guard !texts[0].isEmpty else { return [] }
            texts.insert(String(texts[0].prefix { !$0.isNewline }), at: 1)
        }
        if texts[0].count > longText { texts.insert("\(texts[0].prefix(longText / 2))…", at: 1) }
        return texts.reduce(into: []) { if !$1.isEmpty, $0.last != $1 { $0.append($1) } }
    }
}

extension Mark {
    /// For a person.
    fileprivate var ageText: String? {
        age.map { age in
            let frames = abs(age) == 1 ? "1 frame" : "\(abs(age)) frames"
            return age > 0 ? "\(frames) old" : "\(frames) ahead"
        }
    }
}

extension Detection {
    /// What it is called: the label, else what was read, else its class.
    var name: String? { label ?? text ?? classID.map { "class \($0)" } }
}

extension LabelTemplate {
    /// What it says of a mark.
    fileprivate func text(of mark: Mark) -> String {
        let attributes = hasAttributes ? JSONValue(text: mark.detection.attributesJSON) : nil
        return text { field in
            let detection = mark.detection
            switch field {
            case .label: return detection.name.map(JSONValue.string)
            case .text: return detection.text.map(JSONValue.string)
            case .confidence: return detection.confidence.map(JSONValue.number)
            case .id: return detection.id.map(JSONValue.string)
            case .status: return .string(detection.status.rawValue)
            case .reason: return detection.reason.map(JSONValue.string)
            case .age: return mark.age.map(JSONValue.integer)
            case .classID: return detection.classID.map { .string($0.description) }
            case .trackID: return detection.trackID.map { .string($0.description) }
            case .attribute(let path): return path.reduce(attributes) { $0?[$1] }
            }
        }
    }
}

extension JSONValue {
    fileprivate subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }
}
