/// An object as it was read: all bytes that were asked for, and what the store knows of the whole.
package struct StoredObject: Sendable {
    package let info: ObjectInfo
    package let bytes: [UInt8]

    package init(info: ObjectInfo, bytes: [UInt8]) {
        self.info = info
        self.bytes = bytes
    }
}
