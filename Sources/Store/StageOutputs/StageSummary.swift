package import Foundation

/// What there is of one stage of one job.
package struct StageSummary: Hashable, Sendable {
    package let jobID: JobID
    package let stage: StageName
    /// The number of rows.
    package let outputs: Int
    /// Of the newest row.
    package let createdAt: Date

    package init(jobID: JobID, stage: StageName, outputs: Int, createdAt: Date) {
        self.jobID = jobID
        self.stage = stage
        self.outputs = outputs
        self.createdAt = createdAt
    }

    /// The order of lists: by job, then by stage.
    static func precedes(_ left: StageSummary, _ right: StageSummary) -> Bool {
        (left.jobID.text, left.stage.text) < (right.jobID.text, right.stage.text)
    }
}

/// What there is of a timeline.
package struct StageList: Hashable, Sendable {
    /// By job and stage.
    package let stages: [StageSummary]
    /// Rows that belong to no stage, or cannot be put in order among those of theirs.
    package let unreadable: [UnreadableStageOutput]

    /// `stages` in any order.
    package init(_ stages: [StageSummary], unreadable: [UnreadableStageOutput] = []) {
        self.stages = stages.sorted(by: StageSummary.precedes)
        self.unreadable = unreadable
    }
}
