import Render
import Synchronization

/// A frame's bytes, and where a JPEG's blocks lie in them, which is found out once.
final class FrameContent: Sendable {
    let bytes: [UInt8]
    private let indexed = Mutex<IndexedJPEG?>(nil)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How much memory it takes by now.
    var byteCount: Int { bytes.count + indexed.withLock { $0?.byteCount ?? 0 } }

    /// The frame with its blocks found; two tasks that ask at once for the first time both find them.
    func indexedJPEG() throws(JPEGStreamError) -> IndexedJPEG {
        if let known = indexed.withLock({ $0 }) { return known }
        let found = try IndexedJPEG(bytes)
        indexed.withLock { $0 = found }
        return found
    }
}
