package import Render
import Store
import Synchronization

/// Keeps the frames that were used last, up to a number of bytes in all, what was found out about them included.
package actor FrameCache {
    /// A frame's content: another object under the same key has another identity.
    package struct Identity: Hashable, Sendable {
        let key: ObjectKey
        package let etag: String
        let byteCount: Int

        init(_ info: ObjectInfo) {
            key = info.key
            etag = info.etag
            byteCount = info.size
        }

        /// Whether a store that says this of an object means this content. What it does not say cannot differ.
        func isOf(_ info: ObjectInfo) -> Bool {
            key == info.key && byteCount == info.size && (etag == info.etag || etag.isEmpty || info.etag.isEmpty)
        }

        /// What the list of frames says, where it says enough.
        init?(_ frame: Frame) {
            guard let etag = frame.etag, let byteCount = frame.byteCount else { return nil }
            self.key = frame.key
            self.etag = etag
            self.byteCount = byteCount
        }
    }

    private let byteLimit: Int
    private var entries: [Identity: (content: FrameContent, lastUse: Int)] = [:]
    private var clock = 0

    package init(byteLimit: Int) { self.byteLimit = byteLimit }

    func content(of identity: Identity) -> FrameContent? {
        clock += 1
        entries[identity]?.lastUse = clock
        return entries[identity]?.content
    }

    func insert(_ content: FrameContent, for identity: Identity) {
        guard entries[identity] == nil, content.bytes.count <= byteLimit / 4 else { return }
        clock += 1
        entries[identity] = (content, clock)
        evict()
    }

    func remove(_ identity: Identity) { entries[identity] = nil }

    /// What is kept grows while it is here, as blocks are found, so that it is counted anew.
    var byteCount: Int { entries.values.reduce(0) { $0 + $1.content.byteCount } }

    private func evict() {
        var byteCount = byteCount
        while byteCount > byteLimit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            byteCount -= oldest.value.content.byteCount
            entries[oldest.key] = nil
        }
    }
}

/// A frame's bytes, and where a JPEG's blocks lie in them, which is found out once.
package final class FrameContent: Sendable {
    package let bytes: [UInt8]
    private let indexed = Mutex<IndexedJPEG?>(nil)
    private let decodingOddities = Mutex<[DecodingOddity]>([])

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// How much memory it takes by now.
    var byteCount: Int { bytes.count + indexed.withLock { $0?.byteCount ?? 0 } }

    /// The picture's pixels, as `ImageCodec.decode` gives them.
    ///
    /// One rule for all ways to draw: what libjpeg has nothing to say against is whole, and so is a JPEG whose blocks are all found where they must be,
    /// whatever follows them.
    package func decoded(limits: ImageLimits, minWidth: Int = .max) throws(ImageError) -> Bitmap {
        try decoded { isWhole, oddities throws(ImageError) in
            try ImageCodec.decode(bytes, limits: limits, minWidth: minWidth, isWhole: isWhole, &oddities)
        }
    }

    /// The samples of a JPEG, as `ImageCodec.decodePlanes` gives them, by the same rule.
    func planes(_ header: ImageHeader, limits: ImageLimits) throws(ImageError) -> YCbCrPlanes? {
        try decoded { isWhole, oddities throws(ImageError) in
            try ImageCodec.decodePlanes(bytes, header: header, limits: limits, isWhole: isWhole, &oddities)
        }
    }

    private func decoded<Decoded>(
        _ decode: (_ isWhole: Bool, _ oddities: inout [DecodingOddity]) throws(ImageError) -> Decoded
    ) throws(ImageError) -> Decoded {
        var oddities: [DecodingOddity] = []
        do {
            let decoded = try decode(false, &oddities)
            if !oddities.isEmpty { decodingOddities.withLock { [oddities] in $0 = oddities } }
            return decoded
        } catch {
            guard (try? indexedJPEG()) != nil else { throw error }
            return try decode(true, &oddities)
        }
    }

    /// What is odd about the file, of which there is a picture all the same; where its blocks are not found what decoding has found.
    package var oddities: [String] {
        let jpeg = bytes.first == 0xFF ? (try? indexedJPEG())?.oddities : nil
        return jpeg?.map(\.description) ?? decodingOddities.withLock(\.self).map(\.description)
    }

    /// What goes along where the pixels are coded anew.
    func metadata(_ header: ImageHeader) -> PictureMetadata { PictureMetadata(of: bytes, format: header.format) }

    /// The frame with its blocks found; two tasks that ask at once for the first time both find them.
    func indexedJPEG() throws(JPEGStreamError) -> IndexedJPEG {
        if let known = indexed.withLock({ $0 }) { return known }
        let found = try IndexedJPEG(bytes)
        indexed.withLock { $0 = found }
        return found
    }
}
