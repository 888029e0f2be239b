import Render
package import Store

/// Makes the clip of each stage of a batch whose overlays are there, and puts it beside them, where it is not there yet.
package struct BatchClips: Sendable {
    private let clips: ClipMaker
    private let objects: any ObjectStore
    private let prefix: String
    private let options: RerenderOptions

    package init(_ clips: ClipMaker, of job: OverlayJob, options: RerenderOptions) {
        (self.clips, self.options) = (clips, options)
        (objects, prefix) = (job.objects, job.settings.overlayKeyPrefix)
    }

    /// `overlays` are all that the batch knows of, in order of stages and then of frames.
    package func run(_ overlays: [RerenderOutcome]) async -> [ClipOutcome] {
        let ofStages = Dictionary(grouping: overlays, by: \.request.stage)
        var (outcomes, seen): ([ClipOutcome], Set<StageAddress>) = ([], [])
        for stage in overlays.map(\.request.stage) where seen.insert(stage).inserted {
            outcomes.append(await outcome(of: stage, ofStages[stage] ?? []))
        }
        return outcomes
    }

    private func outcome(of stage: StageAddress, _ overlays: [RerenderOutcome]) async -> ClipOutcome {
        do {
            let request = try ClipRequest(
                stage: stage,
                frames: overlays.map(\.request.frame),
                style: options.style,
                container: clips.standardContainer,
                options: ClipOptions()
            )
            var names: [String] = []
            for overlay in overlays {
                if case .missing = overlay { return .missing(stage) }
                guard let name = overlay.nameInClip else { throw ClipError.overlaysLack(overlay.request.frame) }
                names.append(name)
            }
            return try await outcome(of: request, names, lostCount: overlays.count { $0.overlay == nil })
        } catch {
            return .failed(stage, Failure(reporting: error), cause: String(reflecting: error))
        }
    }

    private func outcome(of request: ClipRequest, _ names: [String], lostCount: Int) async throws -> ClipOutcome {
        let key = try ClipKey.of(request, fps: try await clips.rate(of: request), names: names, under: prefix)
        var clip = BatchClip(request: request, key: key, byteCount: 0, lostCount: lostCount)
        if !options.isForced, let byteCount = try await storedByteCount(of: key) {
            clip.byteCount = byteCount
            return .present(clip)
        }
        if options.isDryRun { return .missing(request.stage) }
        let plan = try await clips.plan(request)
        let collector = ByteCollector()
        _ = try await clips.make(plan, for: Party()) { await collector.add($0) }
        let bytes = await collector.bytes
        clip.byteCount = bytes.count
        _ = try await objects.put(
            key,
            bytes,
            contentType: request.container.contentType,
            metadata: plan.metadata,
            mode: options.isForced ? .overwrite : .createUnseen
        )
        return .rendered(clip)
    }

    private func storedByteCount(of key: ObjectKey) async throws -> Int? {
        do throws(ObjectStoreError) {
            return try await objects.head(key)?.size
        } catch {
            // As with overlays: where listing is not permitted, the put decides.
            guard error.isAccessDenial else { throw error }
            return nil
        }
    }
}

/// What has come so far of something that is put as a whole.
private actor ByteCollector {
    private(set) var bytes: [UInt8] = []

    func add(_ piece: [UInt8]) { bytes += piece }
}

extension RerenderOutcome {
    /// What stands for the overlay, or the card in its place, in the name of a clip; `nil` where neither can be told.
    fileprivate var nameInClip: String? {
        switch self {
        case .rendered(let overlay), .present(let overlay): overlay.key.segments.last
        case .failed(_, let failure, _):
            switch failure.kind {
            case .unknown where failure.field == "frame": "missing"
            case .frameUnreadable: "unreadable"
            default: nil
            }
        case .missing: nil
        }
    }
}

/// What became of one clip of a batch run.
package enum ClipOutcome: Sendable {
    case rendered(BatchClip)
    /// It was in the store before.
    case present(BatchClip)
    /// It is missing, in a dry run.
    case missing(StageAddress)
    /// `cause` is for the log.
    case failed(StageAddress, Failure, cause: String)

    package var stage: StageAddress {
        switch self {
        case .rendered(let clip), .present(let clip): clip.request.stage
        case .missing(let stage), .failed(let stage, _, _): stage
        }
    }

    /// The clip, where it is in the store.
    package var clip: BatchClip? {
        switch self {
        case .rendered(let clip), .present(let clip): clip
        case .missing, .failed: nil
        }
    }

    /// The word that stands for it in the manifest.
    package var status: String {
        switch self {
        case .rendered: "rendered"
        case .present: "present"
        case .missing: "missing"
        case .failed: "failed"
        }
    }
}

/// What a batch says of a clip that is in the store.
package struct BatchClip: Sendable {
    package let request: ClipRequest
    package let key: ObjectKey
    package fileprivate(set) var byteCount: Int
    /// How many cards stand for frames.
    package let lostCount: Int
}

/// Why a clip is not made.
enum ClipError: Error {
    /// The overlay of this frame could not be made, for another reason than the frame.
    case overlaysLack(Int)
}

extension ClipError: CustomStringConvertible {
    var description: String {
        switch self {
        case .overlaysLack(let frame): "The clip is not made, since the overlay of frame \(frame) is not there."
        }
    }
}
