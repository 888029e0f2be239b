package import Store

/// One overlay that somebody asked for; a value of it is always well formed.
package struct OverlayRequest: Hashable, Sendable {
    package let stage: StageAddress
    /// 0-based.
    package let frame: Int
    let style: Style

    package init(stage: StageAddress, frame: Int, style: Style) {
        self.stage = stage
        self.frame = frame
        self.style = style
    }
}

/// One stage of one job on a timeline.
package struct StageAddress: Hashable, Sendable {
    package let timeline: TimelineID
    package let job: JobID
    package let stage: StageName

    package init(timeline: TimelineID, job: JobID, stage: StageName) {
        self.timeline = timeline
        self.job = job
        self.stage = stage
    }
}
