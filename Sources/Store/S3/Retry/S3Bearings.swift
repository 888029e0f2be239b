/// What a request has to know of its store beforehand, and learns from refusals.
struct S3Bearings: Hashable, Sendable {
    var region: String
    /// The store's clock less this machine's, in seconds.
    var clockOffset = 0.0
}
