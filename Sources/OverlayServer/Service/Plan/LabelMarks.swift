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
    }

    private(set) var marks: [LabelMark] = []

    /// `lineHeight`: how far apart labels stand that speak of the whole frame, in frame pixels.
    init(_ marks: [Mark], frame: PixelSize, lineHeight: Double) {
        var wholeFrameCount = 0
        for mark in marks {
            let texts = Self.texts(of: mark.detection)
            let (color, track) = (mark.color.opaque, mark.detection.trackID)
            guard !texts.isEmpty else { continue }
            if let bounds = mark.bounds(in: frame) {
                self.marks.append(LabelMark(texts: texts, anchor: bounds, color: color, trackID: track))
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
                isFixed: mark.isFixed
            )
        }
    }

    /// From the longest to the shortest, each once: all, without the confidence, and the track alone where there is one.
    static func texts(of detection: Detection) -> [String] {
        let name = detection.label ?? detection.text ?? detection.classID.map { "class \($0)" }
        let confidence = detection.confidence.map(twoDecimals)
        let track = detection.trackID.map { "#\($0)" }
        let reason = detection.status == .dropped ? "(\(detection.reason ?? "dropped"))" : nil
        let lengths = [[name, confidence, track, reason], [name, track], track == nil ? [name] : [track]]
        var texts: [String] = []
        for length in lengths {
            let text = length.compactMap(\.self).joined(separator: " ")
            if !text.isEmpty, texts.last != text { texts.append(text) }
        }
        return texts
    }

    /// `value` with two decimals, as C's `%.2f`.
    private static func twoDecimals(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard abs(hundredths) < 1e9 else { return String(value) }
        let digits = String(Int(clamping: abs(hundredths)))
        let padded = String(repeating: "0", count: max(3 - digits.count, 0)) + digits
        return (hundredths < 0 ? "-" : "") + padded.dropLast(2) + "." + padded.suffix(2)
    }
}
