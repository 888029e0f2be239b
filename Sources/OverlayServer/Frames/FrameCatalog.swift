import Store

/// Knows which frames a timeline has: those that `extract_frames` names, else those found in the store.
actor FrameCatalog {
    private struct Listing {
        let frames: [Frame]
        let time: ContinuousClock.Instant
    }

    private let objects: any ObjectStore
    private let stages: StageReader
    private let template: FrameKeyTemplate
    private var listings: [TimelineID: Listing] = [:]

    /// How long a list of frames is believed before it is made again.
    private static let lifetime = Duration.seconds(10)
    /// A list at least this old is made again for a frame that is not on it.
    private static let patience = Duration.seconds(1)
    /// The stage that lists frames and finds nothing on them.
    static let listStage = "extract_frames"
    /// How many timelines' lists are kept.
    private static let capacity = 256

    init(objects: any ObjectStore, stages: StageReader, template: FrameKeyTemplate) {
        self.objects = objects
        self.stages = stages
        self.template = template
    }

    /// All frames of `timeline` in order of their numbers; none where it has none.
    func frames(of timeline: TimelineID) async throws -> [Frame] {
        try await frames(of: timeline, noOlderThan: Self.lifetime)
    }

    /// All frames of `timeline`. Throws `unknownTimeline` where it has neither frames nor stage outputs.
    func existingFrames(of timeline: TimelineID) async throws -> [Frame] {
        let frames = try await frames(of: timeline)
        if frames.isEmpty, try await stages.summaries(of: timeline).isEmpty {
            throw RequestError.unknownTimeline(timeline)
        }
        return frames
    }

    /// The frame of that number. Throws `unknownFrame`; a frame that came a second ago is found.
    func frame(_ number: Int, of timeline: TimelineID) async throws -> Frame {
        if let frame = try await frames(of: timeline).numbered(number) { return frame }
        if let frame = try await frames(of: timeline, noOlderThan: Self.patience).numbered(number) { return frame }
        throw RequestError.unknownFrame(number, timeline: timeline)
    }

    private func frames(of timeline: TimelineID, noOlderThan age: Duration) async throws -> [Frame] {
        if let listing = listings[timeline], ContinuousClock.now - listing.time < age { return listing.frames }
        return try await list(timeline)
    }

    private func list(_ timeline: TimelineID) async throws -> [Frame] {
        let frames = try await makeList(of: timeline)
        if listings.count >= Self.capacity { listings = [:] }
        listings[timeline] = Listing(frames: frames, time: .now)
        return frames
    }

    private func makeList(of timeline: TimelineID) async throws -> [Frame] {
        let stage = try StageName(Self.listStage)
        let named = try await stages.stage(stage, ofAllJobsOn: timeline).frames.map(\.frame)
        let stored = named.isEmpty || named.contains { $0.key == nil } ? try await storedFrames(of: timeline) : [:]
        guard !named.isEmpty else { return stored.values.sorted { $0.number < $1.number } }
        return try named.compactMap { frame in
            let key = try frame.key.map { try ObjectKey($0) } ?? stored[frame.number]?.key
            return key.map { key in
                Frame(
                    number: frame.number,
                    timestamp: frame.timestamp,
                    key: key,
                    byteCount: stored[frame.number]?.byteCount
                )
            }
        }
    }

    /// The frames whose keys follow the template; of two keys for one number the first counts.
    private func storedFrames(of timeline: TimelineID) async throws -> [Int: Frame] {
        var frames: [Int: Frame] = [:]
        for entry in try await objects.allObjects(prefix: template.prefix(of: timeline)) {
            guard let number = template.frame(at: entry.key, of: timeline), frames[number] == nil else { continue }
            frames[number] = Frame(number: number, timestamp: nil, key: entry.key, byteCount: entry.size)
        }
        return frames
    }
}

extension [Frame] {
    /// Finds a frame in a list that is in order of its numbers.
    fileprivate func numbered(_ number: Int) -> Frame? {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low].number == number ? self[low] : nil
    }
}
