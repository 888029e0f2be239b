/// What can stand where an object should, in a store that is a folder.
package enum ObjectObstacle: Hashable, Sendable {
    case folder
    /// A file where the key has a folder.
    case file
    /// Not followed: it may lead out of the store.
    case symbolicLink
    /// A pipe, a socket or a device.
    case special

    package var description: String {
        switch self {
        case .folder: "a folder"
        case .file: "a file in place of a folder"
        case .symbolicLink: "a symbolic link, which is not followed"
        case .special: "a pipe, a socket or a device"
        }
    }
}
