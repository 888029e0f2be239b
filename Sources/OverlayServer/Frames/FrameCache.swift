import Store

/// Keeps the bytes of frames that were used last, up to a number of bytes in all.
actor FrameCache {
    /// A frame's content: another object under the same key has another identity.
    struct Identity: Hashable, Sendable {
        let key: ObjectKey
        let etag: String
        let byteCount: Int

        init(_ info: ObjectInfo) {
            key = info.key
            etag = info.etag
            byteCount = info.size
        }
    }

    private let byteLimit: Int
    private var byteCount = 0
    private var entries: [Identity: (bytes: [UInt8], lastUse: Int)] = [:]
    private var clock = 0

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    func bytes(of identity: Identity) -> [UInt8]? {
        clock += 1
        entries[identity]?.lastUse = clock
        return entries[identity]?.bytes
    }

    func insert(_ bytes: [UInt8], for identity: Identity) {
        guard entries[identity] == nil, bytes.count <= byteLimit / 4 else { return }
        clock += 1
        entries[identity] = (bytes, clock)
        byteCount += bytes.count
        while byteCount > byteLimit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            byteCount -= oldest.value.bytes.count
            entries[oldest.key] = nil
        }
    }
}
