/// What a signature is good for: a day, a region and the service `s3`.
struct SigningScope: Hashable, Sendable {
    /// Such as `20250115`.
    let date: String
    let region: String

    /// As it stands in credentials and in the string to sign.
    var text: String { "\(date)/\(region)/s3/aws4_request" }
}
