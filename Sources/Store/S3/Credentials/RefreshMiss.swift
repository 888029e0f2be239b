import Foundation

/// The last of one or more renewals in a row that gave nothing fresher.
struct RefreshMiss: Sendable {
    /// When it ended.
    let time: Date
    /// How many there were in a row, from 1.
    let count: Int
    /// `nil` where the source answered, with credentials that are due for renewal already.
    let error: CredentialsError?
}
