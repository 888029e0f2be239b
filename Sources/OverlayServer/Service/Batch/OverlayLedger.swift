import Detections
import Foundation
import Render
import Store

/// What batches have found out about the overlays of one stage in one style. It lies beside them, so that the next batch need not
/// read each frame and plan its overlay only to learn the overlay's name.
///
/// It saves work and decides nothing: an overlay is there where the store lists it, and a name holds only while everything that
/// it was made of is as it was.
struct OverlayLedger: Codable, Equatable, Sendable {
    /// The overlay of one frame.
    struct Entry: Codable, Equatable, Sendable {
        /// Stands for the frame, as the list of frames has it.
        let frame: String
        /// The last segment of the overlay's key.
        let name: String
        /// What there is to say of it beside what is said of the whole stage.
        let warnings: [Warning]?
        let skipped: [SkippedPart]?
        let skippedCount: Int?
    }

    /// Stands for everything that decides the overlays beside the file of each frame.
    let basis: String
    /// By the frames' numbers.
    private(set) var entries: [Int: Entry] = [:]

    init(basis: String) { self.basis = basis }

    /// `settings` are those of the job; `frames` are all of the timeline.
    ///
    /// `reference`: what the stage is held against, if anything.
    init(
        of output: MergedStageOutput,
        heldAgainst reference: MergedStageOutput? = nil,
        on frames: [FrameList.Entry],
        style: Style,
        _ settings: OverlaySettings
    ) {
        var basis = SceneDescription()
        for text in [
            OverlayKey.rendererVersion, settings.drawingStamp, style.query, output.alignmentID,
            reference?.alignmentID ?? "",
        ] {
            basis.append(text)
        }
        // By what they say: a row's revision tells two writings apart only while somebody looks.
        for part in output.parts + (reference?.parts ?? []) {
            for text in [part.row.text, SHA256Digest(of: part.output.json).hex] { basis.append(text) }
            basis.append(part.source.createdAt?.timeIntervalSince1970 ?? 0)
        }
        for warning in output.stageWarnings { basis.append("\(warning)") }
        let first = frames.lazy.compactMap { try? $0.frame.get() }.first
        // Frames are held against the first; where that cannot be told from another, nothing that was noted holds.
        basis.append(first.map { Self.stamp($0) ?? UUID().uuidString } ?? "")
        for entry in frames {
            basis.append(entry.number)
            basis.append(entry.timestamp ?? -1)
        }
        self.init(basis: SHA256Digest(of: basis.bytes).hex)
    }

    /// What is noted of the overlay of `frame`; `nil` where that is another file by now.
    func entry(of frame: Frame) -> Entry? {
        guard let entry = entries[frame.number], entry.frame == Self.stamp(frame) else { return nil }
        return entry
    }

    /// Notes an overlay that is in the store; `said` is what is said of the whole stage.
    mutating func note(_ overlay: BatchOverlay, of frame: Frame, except said: Set<Warning>) {
        guard let stamp = Self.stamp(frame), let name = overlay.key.segments.last else { return }
        let warnings = overlay.warnings.filter { !said.contains($0) }
        entries[frame.number] = Entry(
            frame: stamp,
            name: name,
            warnings: warnings.isEmpty ? nil : warnings,
            skipped: overlay.skipped.isEmpty ? nil : overlay.skipped,
            skippedCount: overlay.skippedCount == 0 ? nil : overlay.skippedCount
        )
    }

    /// Takes over what another ledger of the same basis has; nothing of one of another basis.
    mutating func merge(_ other: OverlayLedger) {
        guard other.basis == basis else { return }
        entries.merge(other.entries) { $1 }
    }

    /// The same, with what is noted of these frames only.
    func only(_ frames: [Int]) -> OverlayLedger {
        var ledger = self
        let frames = Set(frames)
        ledger.entries = entries.filter { frames.contains($0.key) }
        return ledger
    }

    /// `nil` where nothing says which file it is.
    private static func stamp(_ frame: Frame) -> String? {
        guard let revision = frame.revision, let byteCount = frame.byteCount, !revision.isEmpty else { return nil }
        var stamp = SceneDescription()
        for text in [frame.key.text, revision] + frame.alternatives.map(\.text) { stamp.append(text) }
        for number in [byteCount, frame.namedSize?.width ?? 0, frame.namedSize?.height ?? 0] { stamp.append(number) }
        return String(SHA256Digest(of: stamp.bytes).hex.prefix(32))
    }
}

/// Where the ledgers of one stage in one style lie; each shard has its own.
struct LedgerShelf: Sendable {
    private let objects: any ObjectStore
    private let prefix: String
    private let shard: Shard

    init(_ objects: any ObjectStore, of stage: StageAddress, _ options: RerenderOptions, under prefix: String) {
        self.objects = objects
        shard = options.shard
        var name = SceneDescription()
        for text in [stage.job.text, stage.stage.text, options.style.query] { name.append(text) }
        let digest = SHA256Digest(of: name.bytes).hex.prefix(32)
        self.prefix = "\(prefix)\(stage.timeline)/manifests/ledgers/\(digest)"
    }

    /// `ledger` with what earlier batches have noted on the same basis. What cannot be read is as good as absent.
    func filled(_ ledger: OverlayLedger) async -> OverlayLedger {
        var ledger = ledger
        for entry in (try? await objects.allObjects(prefix: prefix)) ?? [] {
            guard let object = try? await objects.get(entry.key, limit: Self.limit) else { continue }
            if let other = try? JSONDecoder().decode(OverlayLedger.self, from: Data(object.bytes)) {
                ledger.merge(other)
            }
        }
        return ledger
    }

    /// Of a shard only what is noted of `frames`, its own.
    func put(_ ledger: OverlayLedger, _ frames: [Int]) async throws {
        let ledger = shard == .whole ? ledger : ledger.only(frames)
        let key = try ObjectKey("\(prefix)\(shard == .whole ? "" : "-\(shard.index)-of-\(shard.count)").json")
        let bytes = Array(try CanonicalJSON.encode(ledger))
        _ = try await objects.put(key, bytes, contentType: "application/json", mode: .overwrite)
    }

    /// Of a ledger, in bytes.
    private static let limit = 256 << 20
}
