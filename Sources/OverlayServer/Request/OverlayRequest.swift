import Store

/// One overlay that somebody asked for; a value of it is always well formed.
struct OverlayRequest: Hashable, Sendable {
    let stage: StageAddress
    /// 0-based.
    let frame: Int
    let style: Style
}

/// One stage of one job on a timeline.
struct StageAddress: Hashable, Sendable {
    let timeline: TimelineID
    let job: JobID
    let stage: StageName
}
