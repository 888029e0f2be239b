import Foundation

/// The servers that `scripts/test` starts, as variables of the service.
enum RealServers {
    private static let variables = ProcessInfo.processInfo.environment

    static let areRunning = variables["TEST_S3_RCLONE"] != nil && variables["TEST_POSTGRES_URL"] != nil

    /// What a service on S3 and Postgres is started with; `changes` replace variables, `nil` unsets one.
    static func environment(_ changes: [String: String?] = [:]) -> [String: String] {
        let environment = [
            // Tests see at once what they write.
            "OVERLAY_ROWS_MILLISECONDS": "0", "OVERLAY_KNOWN_SECONDS": "0",
            "S3_BUCKET_OUT": "mpr-media-out",
            "S3_ENDPOINT_URL": variables["TEST_S3_RCLONE"],
            "AWS_ACCESS_KEY_ID": variables["TEST_S3_ACCESS_KEY"],
            "AWS_SECRET_ACCESS_KEY": variables["TEST_S3_SECRET_KEY"],
            "DATABASE_URL": variables["TEST_POSTGRES_URL"],
            "AWS_EC2_METADATA_DISABLED": "true",
        ]
        return environment.merging(changes) { $1 }.compactMapValues { $0 }
    }

    /// The database as a role sees it that can read and nothing else.
    static var readerURL: String? { variables["TEST_POSTGRES_READER_URL"] }
}
