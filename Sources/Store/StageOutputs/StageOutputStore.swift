package import Foundation

/// Where stage outputs are read: the table `stage_output`.
package protocol StageOutputStore: Sendable, CustomStringConvertible {
    /// At most `limit` timelines that come after `cursor`: those that got a row latest first, by id where times are equal.
    /// Rows that cannot be used count for none.
    func timelines(limit: Int, after cursor: TimelineCursor?) async throws(StageOutputStoreError) -> [TimelineSummary]

    /// What each stage of each job left for a timeline; nothing for an unknown timeline. A row that cannot be used is named,
    /// and costs no other its place.
    func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> StageList

    /// The rows of one stage, oldest first (by id where times are equal); of all jobs where `job` is `nil`.
    func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> StageOutputRows

    /// Which job each of `jobs` was replayed from, as checkpoints say; those of which none says so are not in it.
    func parents(of jobs: [JobID]) async throws(StageOutputStoreError) -> [JobID: JobID]

    /// Gives the JSON of each row to `receive`, in any order, and reads the next row only when that has returned.
    ///
    /// Throws `.unknownRow` where there is no such row, perhaps after rows that there are were given. An id that comes
    /// twice may be given once.
    func read(
        _ ids: [StageOutputID],
        _ receive: (StageOutputID, [UInt8]) async -> Void
    ) async throws(StageOutputStoreError)

    /// Throws what keeps the store from being read.
    func check() async throws(StageOutputStoreError)
}

extension StageOutputStore {
    /// The JSON of a row. Throws `.unknownRow` where there is no such row.
    package func json(of id: StageOutputID) async throws(StageOutputStoreError) -> [UInt8] {
        var found: [UInt8]?
        try await read([id]) { _, json in found = json }
        guard let found else { throw .unknownRow(id) }
        return found
    }
}

/// Where stage outputs are written. The service itself never writes; commands that bring data in do.
package protocol StageOutputWriter: Sendable {
    /// Adds a row; answers what of its JSON had to be replaced, because the table's type does not take it. Throws `.duplicateRow` where its
    /// id is taken.
    @discardableResult
    func insert(_ output: NewStageOutput) async throws(StageOutputStoreError) -> [JSONReplacement]
}

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
