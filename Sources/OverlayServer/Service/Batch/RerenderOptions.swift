package import Store

/// What a batch run is to render.
package struct RerenderOptions: Sendable {
    package let timeline: TimelineID
    /// `nil`: every job of the timeline.
    let job: JobID?
    /// `nil`: every stage that reports detections.
    let stage: StageName?
    /// `nil`: every frame.
    let frames: FrameSelection?
    let shard: Shard
    /// Renders what is there already, too.
    let isForced: Bool
    /// Says what would be rendered, and renders nothing.
    package let isDryRun: Bool
    let style: Style

    package init(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName?,
        frames: FrameSelection?,
        shard: Shard,
        isForced: Bool,
        isDryRun: Bool,
        style: Style
    ) {
        self.timeline = timeline
        self.job = job
        self.stage = stage
        self.frames = frames
        self.shard = shard
        self.isForced = isForced
        self.isDryRun = isDryRun
        self.style = style
    }

    /// Where the manifest of this run goes, in the bucket of the overlays.
    package func manifestKey(under prefix: String) throws(ObjectStoreError) -> ObjectKey {
        var name = "\(job?.text ?? "all-jobs")-\(stage?.text ?? "all-stages")"
        if shard != .whole { name += "-\(shard.index)-of-\(shard.count)" }
        return try ObjectKey("\(prefix)\(timeline)/manifests/\(name).json")
    }
}

/// One of several equal parts of a batch, as `2/8`: every eighth frame with all its stages, beginning with the second.
package struct Shard: Hashable, Sendable {
    /// 1…count.
    let index: Int
    let count: Int

    package static let whole = Shard(index: 1, count: 1)

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        guard 1...10_000 ~= count, 1...count ~= index else { return nil }
        self.init(index: index, count: count)
    }

    /// The part's elements, which are the same whenever `all` is.
    func select<Element>(from all: [Element]) -> [Element] {
        stride(from: index - 1, to: all.count, by: count).map { all[$0] }
    }
}
