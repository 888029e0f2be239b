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
    /// Whether `frames` are the shard's already, as a run's plan says; otherwise the shard takes every so many-th of them.
    let isPlanned: Bool
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
        isPlanned: Bool = false,
        isForced: Bool,
        isDryRun: Bool,
        style: Style
    ) {
        self.timeline = timeline
        self.job = job
        self.stage = stage
        self.frames = frames
        self.shard = shard
        self.isPlanned = isPlanned
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
