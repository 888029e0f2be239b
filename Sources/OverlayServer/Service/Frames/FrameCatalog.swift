package import Detections
package import Store

/// Knows which frames a timeline has: those that `extract_frames` names, else those found in the store.
package actor FrameCatalog {
    private let objects: any ObjectStore
    private let stages: StageReader
    private let template: FrameKeyTemplate
    private let numberBase: NumberBase
    private let now: @Sendable () -> ContinuousClock.Instant
    private var lists: [TimelineID: FrameList] = [:]
    /// Callers who find no list, or an old one, share the making of the next.
    private let listings = SharedWork<TimelineID, FrameList>()

    /// How long a frame that was found is believed to be the same object.
    static let lifetime = Duration.seconds(10)
    /// How long a list is believed to be whole at most.
    private static let patience = Duration.seconds(1)
    /// And as a multiple of the time that it took to make: listings take a twentieth of the time, whoever asks for what.
    private static let costFactor = 20
    /// How many timelines' lists are kept.
    private static let capacity = 256

    package init(
        objects: any ObjectStore,
        stages: StageReader,
        template: FrameKeyTemplate,
        numberBase: NumberBase = .undeclared,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.now = now
        self.objects = objects
        self.stages = stages
        self.template = template
        self.numberBase = numberBase
    }

    /// How many callers wait for a list of frames.
    nonisolated func listerCount(of timeline: TimelineID) -> Int { listings.callerCount(of: timeline) }

    /// The frames of `timeline` as they were some seconds ago.
    package func list(of timeline: TimelineID) async throws -> FrameList {
        try await list(of: timeline, noOlderThan: Self.lifetime)
    }

    /// A newer list than `list`; the same where it is too young to be made again.
    func list(of timeline: TimelineID, after list: FrameList) async throws -> FrameList {
        now() - list.time >= min(list.cost * Self.costFactor, Self.patience)
            ? try await renewedList(of: timeline) : list
    }

    /// All frames of `timeline` in order of their numbers; none where it has none.
    package func frames(of timeline: TimelineID) async throws -> [FrameList.Entry] {
        try await list(of: timeline, noOlderThan: Self.patience).entries
    }

    /// All frames of `timeline`. Throws `unknownTimeline` where it has neither frames nor stage outputs.
    package func existingFrames(of timeline: TimelineID) async throws -> [FrameList.Entry] {
        let frames = try await frames(of: timeline)
        if frames.isEmpty, try await stages.summaries(of: timeline).isEmpty {
            throw RequestError.unknownTimeline(timeline)
        }
        return frames
    }

    /// All frames of `timeline`, with what a listing of their objects says of those that are named by key. One listing is less
    /// than a question for each.
    func describedFrames(of timeline: TimelineID) async throws -> [FrameList.Entry] {
        let entries = try await existingFrames(of: timeline)
        guard entries.contains(where: { (try? $0.frame.get())?.byteCount == nil }) else { return entries }
        let listed = try await objects.allObjects(prefix: template.prefix(of: timeline))
        let known = Dictionary(listed.map { ($0.key, $0) }) { first, _ in first }
        return entries.map { entry in
            guard case .success(var frame) = entry.frame, let object = known[frame.key] else { return entry }
            frame.describe(object)
            return FrameList.Entry(frame)
        }
    }

    /// Makes a new list for whoever asks next, because what the last one says of an object is not true any more.
    func forget(_ timeline: TimelineID) { lists[timeline] = nil }

    /// The frame of that number. Throws `unknownFrame`, or the `FrameError` that says why it cannot be had.
    ///
    /// One that was written a moment ago is found. One that is not there costs a look at where it would be, and now and then
    /// a new list.
    package func frame(_ number: Int, of timeline: TimelineID) async throws -> Frame {
        var list = try await list(of: timeline, noOlderThan: Self.lifetime)
        if try await namedFrames(of: timeline).identities != list.sources {
            list = try await renewedList(of: timeline)
        }
        if case .success(let frame)? = list[number]?.frame { return frame }
        if let frame = try await look(for: number, of: timeline, list) {
            lists[timeline]?.insert(frame)
            return frame
        }
        list = try await self.list(of: timeline, after: list)
        guard let entry = list[number] else { throw RequestError.unknownFrame(number, timeline: timeline) }
        return try entry.frame.get()
    }

    /// The size of the first frame whose size `extract_frames` says, in pixels; `nil` where it says none.
    package func namedSize(of timeline: TimelineID) async throws -> FrameSize? {
        for named in try await namedFrames(of: timeline).frames {
            if let size = named.frame.size { return size }
        }
        return nil
    }

    private func list(of timeline: TimelineID, noOlderThan age: Duration) async throws -> FrameList {
        if let list = lists[timeline], now() - list.time < age { return list }
        return try await renewedList(of: timeline)
    }

    private func renewedList(of timeline: TimelineID) async throws -> FrameList {
        let list = try await listings.run(timeline) { try await self.makeList(of: timeline) }
        if lists.count >= Self.capacity, lists[timeline] == nil { lists = [:] }
        if lists[timeline].map({ $0.time < list.time }) ?? true { lists[timeline] = list }
        return list
    }

    /// What `extract_frames` says in any job.
    private func namedFrames(of timeline: TimelineID) async throws -> MergedStageOutput {
        try await stages.stage(try StageName(StageReader.listStage), ofAllJobsOn: timeline)
    }

    private func makeList(of timeline: TimelineID) async throws -> FrameList {
        let start = now()
        let output = try await namedFrames(of: timeline)
        let numberBase = output.numberBase.map(NumberBase.declared) ?? numberBase
        let named = output.frames.map(\.frame)
        let isListing = named.isEmpty || named.contains { $0.key == nil }
        let stored = isListing ? try await storedFrames(of: timeline, numberBase) : StoredFrames()
        let entries =
            named.isEmpty
            ? stored.frames.values.sorted { $0.number < $1.number }.map(FrameList.Entry.init)
            : named.map { frame in
                let number = number(of: frame, in: timeline, numberBase)
                let found = Self.frame(frame, as: number, stored.frames[number])
                return FrameList.Entry(number: number, timestamp: frame.timestamp, frame: found)
            }
        return FrameList(
            entries: entries,
            sources: output.identities,
            numberBase: numberBase,
            forms: stored.usualForms,
            cost: now() - start,
            time: start
        )
    }

    /// A frame that `extract_frames` numbers as its key does counts from what the keys count from.
    private func number(of named: OutputFrame, in timeline: TimelineID, _ base: NumberBase) -> Int {
        guard base.value != 0, named.number >= base.value,
            let key = named.key.flatMap({ try? ObjectKey($0) }),
            template.number(in: key, of: timeline)?.number == named.number
        else { return named.number }
        return named.number - base.value
    }

    /// The frame that `extract_frames` names; `stored` is what the listing has of its number.
    private static func frame(_ named: OutputFrame, as number: Int, _ stored: Frame?) -> Result<Frame, FrameError> {
        var frame: Frame
        if let text = named.key {
            do throws(ObjectStoreError) {
                frame = Frame(number: number, key: try ObjectKey(text))
            } catch {
                return .failure(.badKey(number, reason: "\(error)"))
            }
        } else {
            guard let stored else { return .failure(.missing(number)) }
            frame = stored
        }
        frame.timestamp = named.timestamp
        frame.namedSize = named.size
        return .success(frame)
    }

    /// The frames whose keys follow the template; of several keys for one number the first counts.
    private func storedFrames(of timeline: TimelineID, _ base: NumberBase) async throws -> StoredFrames {
        var stored = StoredFrames()
        for entry in try await objects.allObjects(prefix: template.prefix(of: timeline)) {
            guard let (digits, form) = template.number(in: entry.key, of: timeline), digits >= base.value else {
                continue
            }
            let number = digits - base.value
            var frame = Frame(number: number, key: entry.key)
            frame.describe(entry)
            stored.insert(frame, form)
        }
        return stored
    }

    /// Looks where a frame would be that `list` has no object for.
    private func look(for number: Int, of timeline: TimelineID, _ list: FrameList) async throws -> Frame? {
        switch list[number]?.frame {
        // What extract_frames names, it names completely.
        case nil where !list.sources.isEmpty: return nil
        // The key that it gives a frame stands, even where it cannot be.
        case .failure(.badKey)?: return nil
        default: break
        }
        let forms = list.forms.isEmpty ? template.standardForms : list.forms
        for key in Set(
            try forms.map { form in try template.key(of: number + list.numberBase.value, in: timeline, form) }
        ).sorted() {
            guard let info = try await objects.head(key) else { continue }
            return Frame(
                number: number,
                timestamp: list[number]?.timestamp,
                key: key,
                byteCount: info.size,
                etag: info.etag
            )
        }
        return nil
    }
}

/// What a listing found.
private struct StoredFrames {
    private(set) var frames: [Int: Frame] = [:]
    private var forms: [FrameKeyForm: Int] = [:]

    /// Few timelines write their numbers in more than one way.
    private static let formLimit = 4

    mutating func insert(_ frame: Frame, _ form: FrameKeyForm) {
        guard frames[frame.number] == nil else {
            frames[frame.number]?.alternatives.append(frame.key)
            return
        }
        frames[frame.number] = frame
        forms[form, default: 0] += 1
    }

    /// The most frequent first.
    var usualForms: [FrameKeyForm] {
        Array(forms.keys.sorted { (forms[$1, default: 0], $0) < (forms[$0, default: 0], $1) }.prefix(Self.formLimit))
    }
}
