/// A row that cannot be used, and why.
package struct UnreadableStageOutput: Error, Hashable, Sendable {
    package let row: StageOutputID
    /// `nil` where the row does not say, or the reader knows.
    package let jobID: JobID?
    package let stage: StageName?
    package let reason: String

    package init(row: StageOutputID, jobID: JobID? = nil, stage: StageName? = nil, reason: String) {
        self.row = row
        self.jobID = jobID
        self.stage = stage
        self.reason = reason
    }

    /// What is wrong with a column that holds `value`; `nil` for NULL.
    static func fault(in column: String, value: String?) -> String {
        "its \(column) is " + (value.map { "malformed: \($0.prefix(100).debugDescription)" } ?? "missing")
    }
}

extension UnreadableStageOutput: CustomStringConvertible {
    package var description: String { "stage output \(row) cannot be read: \(reason)" }
}
