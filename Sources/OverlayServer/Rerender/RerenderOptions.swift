import Store

/// What a batch run is to render.
struct RerenderOptions: Sendable {
    let timeline: TimelineID
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
    let isDryRun: Bool
    let style: Style
}
