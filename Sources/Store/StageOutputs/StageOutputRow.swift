package import Foundation

/// A row of `stage_output`, without its JSON.
package struct StageOutputRow: Hashable, Sendable {
    package let id: StageOutputID
    package let jobID: JobID
    package let createdAt: Date

    package init(id: StageOutputID, jobID: JobID, createdAt: Date) {
        self.id = id
        self.jobID = jobID
        self.createdAt = createdAt
    }

    /// The order in which rows replace each other's frames: by time, and by id where the times are equal.
    static func isOlder(_ left: StageOutputRow, than right: StageOutputRow) -> Bool {
        (left.createdAt, left.id) < (right.createdAt, right.id)
    }
}
