import Detections
import Render
package import Store
import Synchronization

/// A frame whose content is known by name and size.
package struct MeasuredFrame: Sendable {
    let frame: Frame
    package let identity: FrameCache.Identity
    package let header: ImageHeader
}

/// Reads frames from the object store, the ones used last from memory.
package final class FrameSource: Sendable {
    private let objects: any ObjectStore
    private let cache: FrameCache
    private let limits: ImageLimits
    /// Of frames that are not in memory any more.
    private let headers = Mutex<[FrameCache.Identity: Known]>([:])
    /// Of frames of which the list tells no ETag.
    private let identities: Remembered<ObjectKey, FrameCache.Identity>

    private struct Known {
        let header: ImageHeader
        /// `nil` until somebody wants to know: to find them is to walk all of a JPEG.
        var oddities: [String]?
    }

    /// Enough for the header of nearly every picture, whatever segments come before it.
    private static let headerBytes = 64 << 10
    /// Frames up to this size are read whole for their header where they are drawn on next.
    private static let wholeReadBytes = 1 << 20
    /// Of frames in turn, for something that any of them tells.
    private static let attempts = 3
    /// How many headers are remembered, of some 200 bytes each.
    private static let headerCapacity = 50_000

    package init(
        objects: any ObjectStore,
        cache: FrameCache,
        limits: ImageLimits,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        identities = Remembered(lifetime: FrameCatalog.lifetime, capacity: Self.headerCapacity, now: now)
        self.objects = objects
        self.cache = cache
        self.limits = limits
    }

    /// What identifies the frame's content, and its header; where `isDrawnOn` more than that is read of one that is not long. Throws
    /// `FrameError.missing` where there is no such object, and `FrameError.changed` where it is not the one that the list of frames is about.
    package func measured(_ frame: Frame, isDrawnOn: Bool = true) async throws -> MeasuredFrame {
        let identity = try await identity(of: frame)
        let known = try await header(of: identity, frame: frame, isDrawnOn: isDrawnOn)
        return MeasuredFrame(frame: frame, identity: identity, header: known.header)
    }

    /// The frame, where its header has been read and nothing has to be asked for that; `nil` where something has.
    package func known(_ frame: Frame?) -> MeasuredFrame? {
        guard let frame, let identity = FrameCache.Identity(frame) ?? identities[frame.key] else { return nil }
        return known(frame, identity)
    }

    /// As above, of a frame whose content is known by name.
    func known(_ frame: Frame, _ identity: FrameCache.Identity) -> MeasuredFrame? {
        headers.withLock { $0[identity] }.map {
            MeasuredFrame(frame: frame, identity: identity, header: $0.header)
        }
    }

    /// What is odd about a frame's file; of one that is long as far as it has been read.
    func oddities(of measured: MeasuredFrame) async -> [String] {
        let identity = measured.identity
        if let known = headers.withLock({ $0[identity]?.oddities }) { return known }
        var content = await cache.content(of: identity)
        if content == nil, identity.byteCount <= Self.wholeReadBytes {
            content = try? await self.content(of: identity, frame: measured.frame)
        }
        guard let content else { return [] }
        return note(content.oddities, of: identity)
    }

    /// Keeps what was found odd about a frame's file when it was read.
    @discardableResult
    func note(_ oddities: [String], of identity: FrameCache.Identity) -> [String] {
        headers.withLock { $0[identity]?.oddities = oddities }
        return oddities
    }

    /// The first frame of the timeline, or the next where that cannot be read; `nil` where a few cannot.
    package func first(of catalog: FrameCatalog, _ timeline: TimelineID) async -> MeasuredFrame? {
        guard let list = try? await catalog.list(of: timeline) else { return nil }
        for entry in list.entries.prefix(Self.attempts) {
            if case .success(let frame) = entry.frame, let measured = try? await measured(frame, isDrawnOn: false) {
                return measured
            }
        }
        return nil
    }

    /// What identifies the frame's content. Throws `FrameError.missing` where there is no such object.
    package func identity(of frame: Frame) async throws -> FrameCache.Identity {
        if let identity = FrameCache.Identity(frame) { return identity }
        return try await identities.value(of: frame.key) { [objects] in
            guard let info = try await objects.head(frame.key) else { throw FrameError.missing(frame.number) }
            return FrameCache.Identity(info)
        }
    }

    /// Believes what a listing has told of the frame's object, so that nobody has to ask for it.
    func believe(_ frame: Frame) {
        if let identity = FrameCache.Identity(frame) { identities.insert(identity, for: frame.key) }
    }

    /// The error that says so; what is known of the object is forgotten.
    private func changed(_ frame: Frame) -> FrameError {
        identities.forget(frame.key)
        return .changed(frame)
    }

    private func header(of identity: FrameCache.Identity, frame: Frame, isDrawnOn: Bool) async throws -> Known {
        if let header = headers.withLock({ $0[identity] }) { return header }
        let header = try await readHeader(of: identity, frame: frame, isDrawnOn: isDrawnOn)
        headers.withLock { headers in
            if headers.count >= Self.headerCapacity { headers = [:] }
            headers[identity] = header
        }
        return header
    }

    private func readHeader(of identity: FrameCache.Identity, frame: Frame, isDrawnOn: Bool) async throws -> Known {
        if let content = await cache.content(of: identity) { return try decodeHeader(content, of: frame) }
        if identity.byteCount <= (isDrawnOn ? Self.wholeReadBytes : Self.headerBytes) {
            return try decodeHeader(try await content(of: identity, frame: frame), of: frame)
        }
        let start = try await objects.get(identity.key, range: 0..<Self.headerBytes, limit: Self.headerBytes)
        guard identity.isOf(start.info) else { throw changed(frame) }
        if start.info.contentEncoding != nil {
            return try decodeHeader(try await content(of: identity, frame: frame), of: frame)
        }
        do {
            return Known(header: try ImageCodec.header(of: start.bytes, limits: limits))
        } catch .needsMoreBytes {
            return try decodeHeader(try await content(of: identity, frame: frame), of: frame)
        } catch {
            throw FrameError.unreadable(frame, error)
        }
    }

    /// The whole frame, whose bytes are those that `identity` names; one that is not in memory is kept there where `isKept`.
    package func content(
        of identity: FrameCache.Identity,
        frame: Frame,
        isKept: Bool = true
    ) async throws -> FrameContent {
        let known = await cache.content(of: identity)
        ServiceMetrics.looked(in: "frames", isHit: known != nil)
        if let known { return known }
        let object: StoredObject
        do {
            object = try await objects.get(identity.key, limit: limits.maxBytes)
        } catch .notFound {
            throw changed(frame)
        }
        guard identity.isOf(object.info) else { throw changed(frame) }
        let content = FrameContent(try unpacked(object, of: frame))
        if isKept { await cache.insert(content, for: identity) }
        return content
    }

    /// Has the frame in memory, with one request: for who is going to draw on it, and would else ask what it is and read it then. Throws
    /// `FrameError.missing` where there is no such object.
    func fetch(_ frame: Frame) async throws {
        if let identity = FrameCache.Identity(frame) ?? identities[frame.key] {
            _ = try await content(of: identity, frame: frame)
            return
        }
        do {
            let object = try await objects.get(frame.key, limit: limits.maxBytes)
            let identity = FrameCache.Identity(object.info)
            await cache.insert(FrameContent(try unpacked(object, of: frame)), for: identity)
            identities.insert(identity, for: frame.key)
        } catch ObjectStoreError.notFound {
            throw FrameError.missing(frame.number)
        }
    }

    /// Takes the frame out of memory: nobody is going to ask for it soon.
    func drop(_ frame: Frame) async {
        guard let identity = FrameCache.Identity(frame) ?? identities[frame.key] else { return }
        await cache.remove(identity)
    }

    /// The picture's own bytes: an object may be stored packed, as its Content-Encoding says.
    private func unpacked(_ object: StoredObject, of frame: Frame) throws(FrameError) -> [UInt8] {
        guard let encoding = object.info.contentEncoding else { return object.bytes }
        guard ["gzip", "x-gzip"].contains(encoding) else { throw .packed(frame.number, encoding: encoding) }
        // Some who have unpacked it already still say that it is packed.
        guard object.bytes.starts(with: [0x1f, 0x8b]) else { return object.bytes }
        guard let bytes = Inflate.gzip(object.bytes, limit: limits.maxBytes) else {
            throw .badPacking(frame.number, limit: limits.maxBytes)
        }
        return bytes
    }

    /// What the frames in memory take, in bytes.
    package var cachedByteCount: Int { get async { await cache.byteCount } }

    private func decodeHeader(_ content: FrameContent, of frame: Frame) throws -> Known {
        do {
            return Known(header: try ImageCodec.header(of: content.bytes, limits: limits))
        } catch {
            throw FrameError.unreadable(frame, error)
        }
    }
}
