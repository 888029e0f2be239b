/// Where stage outputs are read: the table `stage_output`.
package protocol StageOutputStore: Sendable, CustomStringConvertible {
    /// What each stage of each job left for a timeline, by job and stage; nothing for an unknown timeline.
    func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> [StageSummary]

    /// The rows of one stage, oldest first (by id where times are equal); of all jobs where `job` is `nil`.
    func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> [StageOutputRow]

    /// The JSON of a row. Throws `.unknownRow` where there is no such row.
    func json(of id: StageOutputID) async throws(StageOutputStoreError) -> [UInt8]

    /// Throws what keeps the store from being read.
    func check() async throws(StageOutputStoreError)
}

/// Where stage outputs are written. The service itself never writes; commands that bring data in do.
package protocol StageOutputWriter: Sendable {
    /// Adds a row. Throws `.duplicateRow` where its id is taken.
    func insert(_ output: NewStageOutput) async throws(StageOutputStoreError)
}
