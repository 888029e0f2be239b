/// What is wrong with how a store is set up, or with who asks it.
package enum StoreRefusal: Hashable, Sendable {
    case noCredentials
    case unknownAccessKey
    case wrongSecret
    case expiredCredentials
    case noBucket(String)
    /// `expected` is the region that the store named, if it did.
    case wrongRegion(expected: String?)
    /// This machine's clock is too far from the store's; `seconds` is the store's less this machine's.
    case clockSkew(seconds: Int?)
    case accessDenied
    case unknownHost
    case noAnswer
    case untrustedCertificate

    package var description: String {
        switch self {
        case .noCredentials: "there are no credentials for the object store"
        case .unknownAccessKey: "the object store does not know the access key"
        case .wrongSecret: "the object store does not accept the signature: the secret access key is wrong"
        case .expiredCredentials: "the credentials for the object store have expired"
        case .noBucket(let name): "the object store has no bucket \(name)"
        case .wrongRegion(let expected):
            "the region is wrong for the object store" + (expected.map { ", which expects \($0)" } ?? "")
        case .clockSkew(let seconds):
            "this machine's clock is not the object store's"
                + (seconds.map { ": it is \(abs($0)) s \($0 > 0 ? "behind" : "ahead")" } ?? "")
        case .accessDenied: "the object store does not permit this"
        case .unknownHost: "the object store's host name is not known"
        case .noAnswer: "nobody answers at the object store's address"
        case .untrustedCertificate: "the object store's certificate is not trusted"
        }
    }
}
