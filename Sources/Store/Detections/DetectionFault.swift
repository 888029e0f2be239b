/// Why a detection cannot be used.
struct DetectionFault: Error {
    /// From the detection on, such as `.polygon[3]`.
    let path: String
    let reason: String

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension Double {
    /// For messages: whole numbers without ".0".
    var shown: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
