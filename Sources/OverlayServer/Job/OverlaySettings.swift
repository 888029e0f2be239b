/// What of the configuration decides where overlays lie and for how long their URLs are good.
struct OverlaySettings: Sendable {
    let overlayKeyPrefix: String
    let urlExpirySeconds: Int
    /// Tells sets of fonts apart that may draw different pictures.
    let fontIdentity: String
}
