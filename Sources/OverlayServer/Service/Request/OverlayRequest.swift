package import Store

/// One overlay that somebody asked for; a value of it is always well formed.
package struct OverlayRequest: Hashable, Sendable {
    package let stage: StageAddress
    /// 0-based.
    package let frame: Int
    package let style: Style

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

/// What a caller asked for that cannot be given; each case names the part of the request that is at fault.
package enum RequestError: Error, Hashable, Sendable {
    /// `field` has a value that is not allowed; `reason` says what is.
    case malformed(field: String, reason: String)
    case unknownTimeline(TimelineID)
    /// `known` are those that there are.
    case unknownJob(JobID, timeline: TimelineID, known: [JobID])
    /// `known` are those that there are.
    case unknownStage(StageName, job: JobID, known: [StageName])
    /// What findings are to be held against is not there; `field` says which name is at fault.
    case unknownReference(field: String, reason: String)
    case unknownFrame(Int, timeline: TimelineID)
    /// `known` are those that the stage has; `field` is what the track is called in the request.
    case unknownTrack(String, known: [String], field: String)
    /// The overlay was not there in the time that there is for one.
    case late(seconds: Int)
}

extension RequestError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let field, let reason): "\(field): \(reason)"
        case .unknownTimeline(let timeline):
            "Nothing is known of timeline \(timeline)."
        case .unknownJob(let job, let timeline, let known):
            "Timeline \(timeline) has no job \(job); \(NearestNames(known.map(\.text), to: job.text))."
        case .unknownStage(let stage, let job, let known):
            "Job \(job) has no output of stage \(stage); \(NearestNames(known.map(\.text), to: stage.text))."
        case .unknownReference(_, let reason): reason
        case .unknownFrame(let frame, let timeline): "Timeline \(timeline) has no frame \(frame)."
        case .unknownTrack(let track, let known, _): "There is no track \(track); \(NearestNames(known, to: track))."
        case .late(let seconds): "The overlay could not be made within \(seconds) s."
        }
    }
}
