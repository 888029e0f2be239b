import Foundation
import Synchronization

/// The ETags of files that were read before, so that an unchanged file is read once for it.
final class ETagCache: Sendable {
    /// A file touched again within this time may keep its status, as clocks of file systems are coarse (FAT's: 2 s); its
    /// ETag is not kept so soon.
    static let settlingSeconds: TimeInterval = 2

    private struct Entry {
        let status: FileStatus
        let etag: String
    }

    private struct Contents {
        var entries: [ObjectKey: Entry] = [:]
        /// Every key of `entries`; once full, `oldest` is where the next one goes.
        var keys: [ObjectKey] = []
        var oldest = 0
    }

    private let capacity: Int
    private let contents = Mutex(Contents())

    /// Keeps the last `capacity` (at least 1) ETags.
    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    var count: Int { contents.withLock { $0.entries.count } }

    /// The ETag of the object whose file has this status; `nil` where it is not known.
    func etag(of key: ObjectKey, _ status: FileStatus) -> String? {
        contents.withLock { contents in
            guard let entry = contents.entries[key], entry.status == status else { return nil }
            return entry.etag
        }
    }

    /// Whether a file of this status, which is of `now`, has another once it is written anew.
    static func hasSettled(_ status: FileStatus, now: Date) -> Bool {
        now.timeIntervalSince(status.lastTouched) >= settlingSeconds
    }

    /// Keeps the ETag of a file that has had this status since before it was read; `now` is the time of the reading.
    func keep(_ etag: String, of key: ObjectKey, _ status: FileStatus, now: Date) {
        guard Self.hasSettled(status, now: now) else { return }
        contents.withLock { contents in
            let previous = contents.entries.updateValue(Entry(status: status, etag: etag), forKey: key)
            guard previous == nil else { return }
            guard contents.keys.count == capacity else { return contents.keys.append(key) }
            contents.entries[contents.keys[contents.oldest]] = nil
            contents.keys[contents.oldest] = key
            contents.oldest = (contents.oldest + 1) % capacity
        }
    }
}
