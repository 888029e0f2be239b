import Store

/// Where objects lie.
enum ObjectStorage: Sendable {
    /// In folders of `OVERLAY_DATA_DIR`.
    case folders
    case s3(S3Place)
}

/// An S3-compatible service and the two buckets there.
struct S3Place: Sendable {
    let inBucket: String
    let outBucket: String
    /// `nil` for Amazon's own.
    let endpoint: S3Endpoint?
    /// What presigned URLs are signed for; `nil` for the same.
    let publicEndpoint: S3Endpoint?
    /// `nil` where no variable names one.
    let region: String?
    let style: S3AddressingStyle

    var description: String { endpoint?.description ?? "Amazon S3" }

    /// How a store of the bucket is reached; `profileRegion` counts where no variable names one.
    func settings(bucket: String, profileRegion: String?) -> S3Settings {
        S3Settings(
            bucket: bucket,
            endpoint: endpoint,
            publicEndpoint: publicEndpoint,
            region: region ?? profileRegion,
            style: style
        )
    }
}
