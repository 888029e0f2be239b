/// What a put does where the key is taken.
package enum PutMode: Sendable {
    /// Leaves the object as it is (`If-None-Match: *`).
    case createOnly
    /// The same, for a caller who has just seen that there is none: a store that is not known to obey conditions is not
    /// asked once more.
    case createUnseen
    /// Replaces the object.
    case overwrite

    var isCreateOnly: Bool { self != .overwrite }
}
