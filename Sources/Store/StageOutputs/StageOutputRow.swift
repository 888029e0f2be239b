package import Foundation

/// A row of `stage_output`, without its JSON.
package struct StageOutputRow: Hashable, Sendable {
    /// What stands for a row's content: pipelines write rows again, and then only the revision differs.
    package struct Identity: Hashable, Sendable {
        package let id: StageOutputID
        /// Another whenever the row has been written; means nothing else.
        package let revision: String

        package init(id: StageOutputID, revision: String) {
            self.id = id
            self.revision = revision
        }
    }

    package let identity: Identity
    package let jobID: JobID
    package let createdAt: Date

    package init(id: StageOutputID, revision: String, jobID: JobID, createdAt: Date) {
        identity = Identity(id: id, revision: revision)
        self.jobID = jobID
        self.createdAt = createdAt
    }

    package var id: StageOutputID { identity.id }

    /// The order in which rows replace each other's frames: by time, and by id where the times are equal.
    static func isOlder(_ left: StageOutputRow, than right: StageOutputRow) -> Bool {
        (left.createdAt, left.id) < (right.createdAt, right.id)
    }
}

/// The rows of one stage.
package struct StageOutputRows: Hashable, Sendable {
    /// Oldest first.
    package let rows: [StageOutputRow]
    /// Rows whose columns hold what they cannot hold.
    package let unreadable: [UnreadableStageOutput]

    /// `rows` in any order.
    package init(_ rows: [StageOutputRow], unreadable: [UnreadableStageOutput] = []) {
        self.rows = rows.sorted(by: StageOutputRow.isOlder)
        self.unreadable = unreadable
    }
}

/// The id of a stage output's row.
package struct StageOutputID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }

    package static func < (left: StageOutputID, right: StageOutputID) -> Bool { left.text < right.text }
}

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
