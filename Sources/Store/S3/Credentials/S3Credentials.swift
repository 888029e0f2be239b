package import Foundation

/// What signs requests to S3. The secret and the token never show in descriptions.
package struct S3Credentials: Sendable, Hashable {
    package let accessKeyID: String
    package let secretAccessKey: String
    /// Goes with temporary credentials.
    package let sessionToken: String?
    /// When the source says that they end; `nil` where it does not say, as for keys that stay.
    package let expiresAt: Date?

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiresAt: Date? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
    }

    /// Whether they have a time to end, and it is not later than `now`.
    func isExpired(at now: Date) -> Bool {
        expiresAt.map { $0 <= now } ?? false
    }

    /// The name of the first part that no header can hold: empty, or with something else than visible ASCII.
    var unusablePart: String? {
        let parts = [("access key id", accessKeyID), ("secret access key", secretAccessKey)]
        let token = sessionToken.map { [("session token", $0)] } ?? []
        return (parts + token).first { !$0.1.isVisibleASCII }?.0
    }
}

extension S3Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        let kind = sessionToken == nil ? "key" : "temporary key"
        let end = expiresAt.map { " until \($0.formatted(.iso8601))" } ?? ""
        return "\(kind) \(accessKeyID.debugDescription)\(end)"
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror {
        Mirror(self, children: ["accessKeyID": accessKeyID, "expiresAt": expiresAt as Any], displayStyle: .struct)
    }
}
