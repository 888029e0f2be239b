/// An overlay that lies in the store.
struct StoredPicture: Sendable {
    let byteCount: Int
    /// `nil` for one that was there before.
    let way: OverlayWay?

    /// Whether it was there before.
    var isCached: Bool { way == nil }
}
