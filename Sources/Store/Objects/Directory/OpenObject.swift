/// An object's file that is being read; a reader of it notices when the file changes meanwhile.
struct OpenObject: ~Copyable {
    let key: ObjectKey
    /// Of the moment before the first byte is read.
    let status: FileStatus
    private let file: OpenFile
    private let root: String

    /// `nil` where the file is a folder. `root` is the store's, for the log.
    init?(_ key: ObjectKey, file: consuming OpenFile, root: String) throws(ObjectStoreError) {
        let status: FileStatus
        do throws(SystemCallError) {
            status = try file.status()
        } catch {
            throw ObjectStoreError(error, at: root)
        }
        switch status.kind {
        case .regular: break
        case .folder: return nil
        case .symbolicLink, .special: throw .obstructed(key.text, by: .special)
        }
        self.key = key
        self.status = status
        self.file = file
        self.root = root
    }

    /// The bytes of `range`, which lies within the file.
    func read(_ range: Range<Int>) throws(ObjectStoreError) -> [UInt8] {
        let bytes: [UInt8]
        let after: FileStatus
        do throws(SystemCallError) {
            bytes = try file.read(range)
            after = try file.status()
        } catch {
            throw ObjectStoreError(error, at: "\(root), object \(key)")
        }
        guard bytes.count == range.count else {
            throw .incomplete(key, expected: range.count, received: bytes.count)
        }
        guard after.hasSameContent(as: status) else { throw .changed(key) }
        return bytes
    }

    /// The MD5 of the whole file in hexadecimal digits.
    func etag() throws(ObjectStoreError) -> String {
        var hasher = try MD5Digest.etagHasher()
        let step = 1 << 20
        for start in stride(from: 0, to: status.size, by: step) {
            let bytes = try read(start..<min(start + step, status.size))
            hasher.update(bytes.span)
        }
        return hasher.finalize().hex
    }
}
