import Detections
import Logging
import Store

/// What of one stage's overlays is in the store when a batch begins.
struct StoredOverlays: Sendable {
    private let prefix: String
    /// By the last segment of the key; `nil` where the list does not tell.
    private let byteCounts: [String: Int?]
    /// As the names begin with them.
    private let frameNumbers: Set<String>
    /// `nil` where it, or what it is held against, cannot be read, which each overlay says.
    private let output: MergedStageOutput?
    private let ledger: OverlayLedger
    private let shelf: LedgerShelf
    private let objects: any ObjectStore
    private let logger = Logger(label: "batch")

    /// `frames` are all of the timeline.
    init(
        of stage: StageAddress,
        on frames: [FrameList.Entry],
        _ job: OverlayJob,
        _ options: RerenderOptions
    ) async throws {
        let settings = job.settings
        let prefix = OverlayKey.prefix(of: stage, under: settings.overlayKeyPrefix)
        var byteCounts: [String: Int?] = [:]
        for entry in try await job.objects.allObjects(prefix: prefix) {
            byteCounts.updateValue(entry.size, forKey: String(entry.key.text.dropFirst(prefix.count)))
        }
        self.prefix = prefix
        self.byteCounts = byteCounts
        frameNumbers = Set(byteCounts.keys.map { String($0.prefix { $0 != "-" }) })
        objects = job.objects
        shelf = LedgerShelf(job.objects, of: stage, options, under: settings.overlayKeyPrefix)
        let read = try? await (job.aligned.stage(stage), job.aligned.reference(of: stage, options.style))
        let (output, reference) = (read?.0, read?.1)
        self.output = output
        let empty = output.map {
            OverlayLedger(of: $0, heldAgainst: reference, on: frames, style: options.style, settings)
        }
        ledger = await shelf.filled(empty ?? OverlayLedger(basis: ""))
    }

    /// Whether no overlay of the frame is there, in any style.
    func lack(_ frame: Frame) -> Bool {
        guard let output, output.unreadable.isEmpty else { return false }
        return !frameNumbers.contains(FrameKeyForm.padded(frame.number))
    }

    /// The overlay for `request`, where a batch has noted which that is and nothing that decides it has changed since; `nil` where it has to be planned.
    func known(_ request: OverlayRequest, on frame: Frame) throws -> BatchOverlay? {
        guard let output, let entry = ledger.entry(of: frame), case .some(.some(let byteCount)) = byteCounts[entry.name]
        else { return nil }
        return BatchOverlay(
            request: request,
            key: try ObjectKey(prefix + entry.name),
            byteCount: byteCount,
            source: output.source(of: frame.number),
            skipped: entry.skipped ?? [],
            skippedCount: entry.skippedCount ?? 0,
            warnings: output.warnings + (entry.warnings ?? [])
        )
    }

    /// Whether all that `style` asks for beside the overlay at `key` is there.
    func isWhole(_ key: ObjectKey, _ style: Style) throws -> Bool {
        guard style.split != nil else { return true }
        return byteCounts[String(try LayerManifest.key(of: key).text.dropFirst(prefix.count))] != nil
    }

    /// `nil` where the overlay is not there.
    func byteCount(of key: ObjectKey) async throws -> Int? {
        guard let listed = byteCounts[String(key.text.dropFirst(prefix.count))] else { return nil }
        if let listed { return listed }
        return try await objects.head(key)?.size
    }

    /// Notes the stage's overlays for the next batch, which does without where that fails.
    func note(_ outcomes: [(frame: FrameList.Entry, outcome: RerenderOutcome)]) async {
        guard let output else { return }
        var noted = ledger
        let said = Set(output.warnings)
        for (entry, outcome) in outcomes {
            guard let overlay = outcome.overlay, overlay.isSettled, let frame = try? entry.frame.get() else { continue }
            noted.note(overlay, of: frame, except: said)
        }
        guard noted != ledger else { return }
        do {
            try await shelf.put(noted, outcomes.map(\.frame.number))
        } catch {
            logger.warning("overlays cannot be noted for the next batch", metadata: ["error": "\(error)"])
        }
    }
}
