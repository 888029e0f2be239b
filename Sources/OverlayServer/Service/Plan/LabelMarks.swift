import Detections
import Render
import Store

/// The labels of a frame's marks: `person 0.87 #7`.
enum LabelMarks {
    /// `lineHeight`: how far apart labels stand that speak of the whole frame, in frame pixels.
    static func labels(_ marks: [Mark], frame: PixelSize, lineHeight: Double) -> [LabelLayer.Label] {
        var wholeFrameCount = 0
        return marks.compactMap { mark in
            let text = text(of: mark.detection)
            guard !text.isEmpty else { return nil }
            let color = mark.color.opaque
            if let bounds = mark.bounds(in: frame) {
                return LabelLayer.Label(text: text, anchor: bounds, color: color)
            }
            // A label stands above its anchor: the first of them a line below the frame's upper side.
            wholeFrameCount += 1
            let bottom = lineHeight * Double(wholeFrameCount)
            let anchor = PixelRect(x: 0, y: bottom, width: Double(frame.width), height: lineHeight)
            return LabelLayer.Label(text: text, anchor: anchor, color: color)
        }
    }

    static func text(of detection: Detection) -> String {
        var parts: [String] = []
        if let name = detection.label ?? detection.text ?? detection.classID.map({ "class \($0)" }) {
            parts.append(name)
        }
        if let confidence = detection.confidence { parts.append(twoDecimals(confidence)) }
        if let track = detection.trackID { parts.append("#\(track)") }
        if detection.status == .dropped { parts.append("(\(detection.reason ?? "dropped"))") }
        return parts.joined(separator: " ")
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
