package import Foundation
package import Store

/// Which overlays are not kept. They can be made again, and are where somebody asks for them.
package struct PruningRules: Hashable, Sendable {
    /// What was not used for as long goes, manifests too; `nil`: nothing for that reason.
    package var unusedFor: Duration?
    /// How much may stay, in bytes; what was used longest ago goes first. Nothing that was used within `Pruning.guardedTime`.
    package var maxBytes: Int?
    /// Whether pictures that another version of the renderer has drawn go.
    package var otherRenderers = false

    package init() {}

    package var areEmpty: Bool { self == PruningRules() }
}

/// What is there, and what goes or has gone.
package struct PruningReport: Equatable, Sendable {
    package private(set) var count = 0
    package private(set) var byteCount = 0
    package private(set) var prunedCount = 0
    package private(set) var prunedBytes = 0

    fileprivate mutating func add(_ byteCount: Int) {
        (count, self.byteCount) = (count + 1, self.byteCount + byteCount)
    }

    fileprivate mutating func addPruned(_ byteCount: Int) {
        (prunedCount, prunedBytes) = (prunedCount + 1, prunedBytes + byteCount)
    }
}

/// Removes overlays that are not to be kept, beside a server that goes on.
package struct Pruning: Sendable {
    private let objects: any ObjectStore
    private let prefix: String
    private let rules: PruningRules
    private let isDryRun: Bool
    private let now: @Sendable () -> Date

    /// A server notes what it hands out once in this time; a URL that it has given is good for about as long.
    package static let touchInterval = Duration.seconds(3600)
    static let guardedTime = Duration.seconds(2 * 3600)

    /// `timeline`: its overlays alone. `overlayKeyPrefix` is where all overlays lie.
    package init(
        _ rules: PruningRules,
        in objects: any ObjectStore,
        under overlayKeyPrefix: String,
        timeline: TimelineID? = nil,
        isDryRun: Bool = false,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.objects = objects
        prefix = timeline.map { OverlayKey.prefix(of: $0, under: overlayKeyPrefix) } ?? overlayKeyPrefix
        self.rules = rules
        self.isDryRun = isDryRun
        self.now = now
    }

    package func run() async throws -> PruningReport {
        var report = PruningReport()
        var kept: [(key: ObjectKey, used: Date, byteCount: Int)] = []
        let limit = rules.unusedFor.map { now().addingTimeInterval(-($0 / .seconds(1))) }
        for entry in try await objects.allObjects(prefix: prefix) {
            let (used, byteCount) = (entry.lastUsed ?? now(), entry.size ?? 0)
            report.add(byteCount)
            if try await isDue(entry.key, used, limit) {
                try await remove(entry.key, byteCount, &report)
            } else if Self.isPicture(entry.key) {
                kept.append((entry.key, used, byteCount))
            }
        }
        guard let maxBytes = rules.maxBytes else { return report }
        let guarded = now().addingTimeInterval(-(Self.guardedTime / .seconds(1)))
        var byteCount = kept.reduce(0) { $0 + $1.byteCount }
        for overlay in kept.sorted(by: { ($0.used, $0.key) < ($1.used, $1.key) }) where overlay.used < guarded {
            guard byteCount > maxBytes else { break }
            try await remove(overlay.key, overlay.byteCount, &report)
            byteCount -= overlay.byteCount
        }
        return report
    }

    private func isDue(_ key: ObjectKey, _ used: Date, _ limit: Date?) async throws -> Bool {
        if let limit, used <= limit { return true }
        guard rules.otherRenderers, Self.isPicture(key) else { return false }
        do {
            // A film says it at its beginning, before all pictures.
            let range = key.pathExtension == "mp4" ? 0..<Self.filmHeadBytes : nil
            let bytes = Data(try await objects.get(key, range: range, limit: .max).bytes)
            // What every overlay says of itself.
            guard bytes.range(of: Data("overlay-server ".utf8)) != nil else { return false }
            return bytes.range(of: Data("overlay-server \(OverlayKey.rendererVersion):".utf8)) == nil
        } catch ObjectStoreError.notFound {
            return false
        }
    }

    private func remove(_ key: ObjectKey, _ byteCount: Int, _ report: inout PruningReport) async throws {
        if !isDryRun { try await objects.delete(key) }
        report.addPruned(byteCount)
    }

    private static let filmHeadBytes = 16 << 10

    /// Of an overlay, or of a clip of overlays.
    private static func isPicture(_ key: ObjectKey) -> Bool { ["jpg", "png", "mp4"].contains(key.pathExtension) }
}
