/// What a put does where the key is taken.
package enum PutMode: Sendable {
    /// Leaves the object as it is (`If-None-Match: *`).
    case createOnly
    /// Replaces the object.
    case overwrite
}
