import Render
import Store
import Synchronization

/// Small pictures of frames, for lists and strips; those used last are kept in memory.
package struct Thumbnails: Sendable {
    /// The widths that there are, in pixels.
    package static let widths = [80, 160, 320]

    private struct Key: Hashable, Sendable {
        let identity: FrameCache.Identity
        let width: Int
    }

    private static let quality = 80

    private let frames: FrameSource
    private let limits: WorkLimits
    private let imageLimits: ImageLimits
    private let kept: RecentlyUsed<Key, [UInt8]>
    private let makings = SharedWork<Key, [UInt8]>()
    /// So many frames are fetched and reduced at once.
    private let turns: FairLimit

    package init(frames: FrameSource, limits: WorkLimits, imageLimits: ImageLimits, byteLimit: Int) {
        self.frames = frames
        self.limits = limits
        self.imageLimits = imageLimits
        kept = RecentlyUsed(byteLimit: byteLimit)
        turns = FairLimit(capacity: limits.width)
    }

    /// A JPEG of `frame`, whose content is the one that `identity` names: `width` pixels wide, or as wide as the frame where
    /// that is less. Throws `FrameError`.
    package func thumbnail(of frame: Frame, _ identity: FrameCache.Identity, width: Int) async throws -> [UInt8] {
        let key = Key(identity: identity, width: width)
        let known = kept[key]
        ServiceMetrics.looked(in: "thumbnails", isHit: known != nil)
        if let known { return known }
        return try await makings.run(key) {
            let thumbnail = try await make(frame, identity, width: width)
            kept.insert(thumbnail, for: key, byteCount: thumbnail.count)
            return thumbnail
        }
    }

    /// What the thumbnails in memory take, in bytes.
    package var cachedByteCount: Int { kept.byteCount }

    private func make(_ frame: Frame, _ identity: FrameCache.Identity, width: Int) async throws -> [UInt8] {
        let party = Party()
        return try await turns.run(for: party) {
            // A strip of them shall not drive out the frames that are being looked at.
            let content = try await frames.content(of: identity, frame: frame, isKept: false)
            return try await limits.memory.run(cost: memoryByteCount(content), for: party) {
                try await limits.planning.run(for: party) {
                    try await limits.processors.run { try await draw(content, frame, width: width) }
                }
            }
        }
    }

    /// The most that the decoded frame takes; nothing where it cannot be decoded.
    private func memoryByteCount(_ content: FrameContent) -> Int {
        ((try? ImageCodec.header(of: content.bytes, limits: imageLimits))?.size.pixelCount ?? 0) * 4
    }

    @concurrent
    private func draw(_ content: FrameContent, _ frame: Frame, width: Int) async throws -> [UInt8] {
        do throws(ImageError) {
            let picture = try content.decoded(limits: imageLimits, minWidth: width).reduced(toWidth: width)
            return try ImageCodec.encodeJPEG(picture, quality: Self.quality, sampling: .halfBoth)
        } catch {
            throw FrameError.unreadable(frame, error)
        }
    }
}
