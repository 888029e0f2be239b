/// What a store is needed for.
package enum ObjectAccess: Sendable {
    /// Objects are got and listed.
    case reading
    /// Objects are put as well.
    case writing
}
