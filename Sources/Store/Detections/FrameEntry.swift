/// Where a stage output's text has one frame.
struct FrameEntry {
    /// As written; `StageOutput` makes it 0-based.
    var number: Int
    /// In the text's `frames` array.
    let index: Int
    let timestamp: Double?
    /// The string's bytes, with its quotation marks.
    let key: Range<Int>?
    let size: FrameSize?
    /// The bytes of the value of `detections`, whatever it is.
    let detections: Range<Int>?
    /// The elements of `detections`, good or not.
    let detectionCount: Int

    /// Frame numbers go from 0 to 2^53, so that arithmetic on them cannot overflow and JavaScript can hold them.
    static let numbers = 0...9_007_199_254_740_992
}
