package import Foundation

/// A URL that stands for the right to read one object for some time.
package struct PresignedURL: Hashable, Sendable {
    /// How many seconds a URL can live: up to seven days, as in S3.
    package static let expiryLimits = 1...604_800

    /// Absolute, percent-encoded, ready to send.
    package let url: String
    package let expiresAt: Date

    package init(url: String, expiresAt: Date) {
        self.url = url
        self.expiresAt = expiresAt
    }
}
