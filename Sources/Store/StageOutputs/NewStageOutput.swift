package import Foundation

/// A stage output that is to be written.
package struct NewStageOutput: Sendable {
    package var id: StageOutputID
    package var timeline: TimelineID
    package var job: JobID
    package var stage: StageName
    /// UTF-8.
    package var json: [UInt8]
    /// Kept to the millisecond.
    package var createdAt: Date

    /// With no `id` it gets a new one, a UUID.
    package init(
        timeline: TimelineID,
        job: JobID,
        stage: StageName,
        json: [UInt8],
        createdAt: Date,
        id: StageOutputID? = nil
    ) {
        self.id = id ?? StageOutputID(UUID().uuidString.lowercased())
        self.timeline = timeline
        self.job = job
        self.stage = stage
        self.json = json
        self.createdAt = createdAt
    }
}
