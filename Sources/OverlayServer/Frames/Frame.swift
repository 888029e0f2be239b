import Store

/// One frame of a timeline, as its list of frames names it.
struct Frame: Hashable, Sendable {
    /// 0-based.
    let number: Int
    /// In seconds; `nil` where no stage says so.
    var timestamp: Double?
    let key: ObjectKey
    /// The object's size and ETag when it was found; `nil` where the list does not tell.
    var byteCount: Int?
    var etag: String?
}
