/// What of the configuration decides where overlays lie and for how long their URLs are good.
struct OverlaySettings: Sendable {
    let overlayKeyPrefix: String
    let urlExpirySeconds: Int
    /// How long a caller waits for one overlay.
    let deadlineSeconds: Int
}
