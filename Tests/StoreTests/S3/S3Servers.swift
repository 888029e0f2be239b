import Foundation

/// The S3 servers that `scripts/test-s3 start` has started, as its variables tell.
struct S3Servers: Sendable {
    /// Who verifies signatures: rclone, or MinIO in its place. No path, no slash at the end.
    let signing: String
    /// `rclone` or `minio`; they differ in conditional puts and in ranges.
    let signingServer: String
    /// Who honors conditions and ranges, and verifies nothing.
    let moto: String
    let accessKeyID: String
    let secretAccessKey: String
    /// A Python that has boto3.
    let python: String

    /// `nil` where the servers are not started; suites that need them say `.enabled(if: S3Servers.current != nil)`.
    static var current: S3Servers? { S3Servers(ProcessInfo.processInfo.environment) }

    init?(_ environment: [String: String]) {
        guard let signing = environment["TEST_S3_RCLONE"], let moto = environment["TEST_S3_MOTO"],
            let accessKeyID = environment["TEST_S3_ACCESS_KEY"],
            let secretAccessKey = environment["TEST_S3_SECRET_KEY"], let python = environment["TEST_PYTHON"]
        else { return nil }
        self.signing = signing
        signingServer = environment["TEST_S3_SIGNING_SERVER"] ?? "rclone"
        self.moto = moto
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.python = python
    }

    /// The script `boto3_client.py`, an independent client; its first lines say how it is called.
    static var boto3ClientPath: String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "boto3_client.py").path
    }
}
