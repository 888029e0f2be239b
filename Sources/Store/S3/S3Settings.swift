/// Which bucket of which service, and how patiently.
package struct S3Settings: Sendable {
    let bucket: String
    /// `nil` for Amazon's own, which depends on the region.
    let endpoint: S3Endpoint?
    /// What presigned URLs are signed for; `nil` for the same.
    let publicEndpoint: S3Endpoint?
    /// The region to begin with; `nil` for the provider's default.
    let region: String?
    let style: S3AddressingStyle
    var retries = RetryPolicy()
    /// How long one call may take with all its attempts, in seconds.
    var deadlineSeconds = 120.0
    /// Files of more bytes are uploaded and downloaded in parts of this size.
    var partBytes = 8 << 20

    package init(
        bucket: String,
        endpoint: S3Endpoint? = nil,
        publicEndpoint: S3Endpoint? = nil,
        region: String? = nil,
        style: S3AddressingStyle = .automatic
    ) {
        self.bucket = bucket
        self.endpoint = endpoint
        self.publicEndpoint = publicEndpoint
        self.region = region
        self.style = style
    }

    var provider: S3Provider { endpoint?.provider ?? .amazon }

    var initialRegion: String { region ?? provider.defaultRegion }

    /// Where requests go while the bucket is taken to be in `region`.
    func endpoint(in region: String) -> S3Endpoint { endpoint ?? .amazon(region: region, style: style) }

    /// Where presigned URLs lead.
    func publicEndpoint(in region: String) -> S3Endpoint { publicEndpoint ?? endpoint(in: region) }
}
