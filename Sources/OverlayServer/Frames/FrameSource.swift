import Render
import Store

/// Reads frames from the object store, the ones used last from memory.
struct FrameSource: Sendable {
    private let objects: any ObjectStore
    private let cache: FrameCache
    private let limits: ImageLimits
    /// Enough for the header of nearly every picture, whatever segments come before it.
    private static let headerBytes = 64 << 10

    init(objects: any ObjectStore, cache: FrameCache, limits: ImageLimits) {
        self.objects = objects
        self.cache = cache
        self.limits = limits
    }

    /// What identifies the frame's content. Throws `FrameError.missing` where there is no such object.
    func identity(of frame: Frame) async throws -> FrameCache.Identity {
        guard let info = try await objects.head(frame.key) else { throw FrameError.missing(frame.number) }
        return FrameCache.Identity(info)
    }

    /// The frame's header, without reading all of it.
    func header(of identity: FrameCache.Identity, frame: Frame) async throws -> ImageHeader {
        if let content = await cache.content(of: identity) { return try decodeHeader(content.bytes, of: frame) }
        let start = try await objects.get(identity.key, range: 0..<Self.headerBytes, limit: Self.headerBytes)
        do {
            return try ImageCodec.header(of: start.bytes, limits: limits)
        } catch .needsMoreBytes {
            return try decodeHeader(try await content(of: identity, frame: frame).bytes, of: frame)
        } catch {
            throw FrameError.unreadable(frame, error)
        }
    }

    /// The frame's size, from its header.
    func size(of frame: Frame) async throws -> FrameSize {
        FrameSize(try await header(of: identity(of: frame), frame: frame).size)
    }

    /// The whole frame, whose bytes are those that `identity` names.
    func content(of identity: FrameCache.Identity, frame: Frame) async throws -> FrameContent {
        if let content = await cache.content(of: identity) { return content }
        let object = try await objects.get(identity.key, limit: limits.maxBytes)
        guard FrameCache.Identity(object.info) == identity else { throw FrameError.changed(frame) }
        let content = FrameContent(object.bytes)
        await cache.insert(content, for: identity)
        return content
    }

    private func decodeHeader(_ bytes: [UInt8], of frame: Frame) throws -> ImageHeader {
        do {
            return try ImageCodec.header(of: bytes, limits: limits)
        } catch {
            throw FrameError.unreadable(frame, error)
        }
    }
}
