/// What a put did.
package enum PutOutcome: Sendable {
    /// The bytes are stored.
    case created
    /// `createOnly` met an object, which is as it was.
    case existed
}
