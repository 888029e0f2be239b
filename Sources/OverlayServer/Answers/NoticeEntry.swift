import Detections

/// A warning, or a part of a stage output that was skipped, as JSON.
struct NoticeEntry: Encodable {
    /// One of `Warning.Code` or of `SkippedPart.Code`.
    let code: String
    /// For a person to read.
    let detail: String
    /// The JSON path in the stage output; absent where it is about more than one place.
    let path: String?
    /// The frames that it is about; absent for the one that was asked for.
    let frames: [Int]?
    /// What to declare so that there is no doubt any more.
    let declare: String?

    init(_ warning: Warning) {
        code = warning.code.rawValue
        detail = warning.detail
        path = warning.path
        frames = warning.frames.isEmpty ? nil : warning.frames
        declare = warning.declare
    }

    init(_ part: SkippedPart) {
        code = part.code.rawValue
        detail = part.reason
        path = part.path
        frames = nil
        declare = nil
    }
}
