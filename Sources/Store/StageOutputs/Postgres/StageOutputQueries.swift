/// All SQL for Postgres.
struct StageOutputQueries {
    let table: StageOutputTable

    private var id: SQLIdentifier { table.name(of: .id) }
    private var timeline: SQLIdentifier { table.name(of: .timeline) }
    private var job: SQLIdentifier { table.name(of: .job) }
    private var stage: SQLIdentifier { table.name(of: .stage) }
    private var output: SQLIdentifier { table.name(of: .output) }
    private var createdAt: SQLIdentifier { table.name(of: .createdAt) }

    /// Job, stage, number of rows, and the newest's time in seconds since 1970; of the rows that can be used.
    func stages(of timeline: TimelineID) -> Query {
        """
        SELECT \(job), \(stage), count(*), extract(epoch FROM max(\(createdAt)))
        FROM \(table.quoted) WHERE \(self.timeline) = \(timeline.text) AND NOT \(isUnreadable) GROUP BY \(job), \(stage)
        """
    }

    /// Id, job, stage and time, as text, of the rows that `stages` leaves out.
    func unreadableRows(of timeline: TimelineID) -> Query {
        """
        SELECT \(id), \(job), \(stage), \(createdAt)
        FROM \(table.quoted) WHERE \(self.timeline) = \(timeline.text) AND \(isUnreadable) LIMIT 100
        """
    }

    private var isUnreadable: Query {
        "(\(job) IS NULL OR \(stage) IS NULL OR isfinite(\(createdAt)) IS NOT TRUE)"
    }

    /// What tells one writing of a row from the next.
    enum Revision {
        /// The transaction that wrote the row.
        case transaction
        /// For views, which have no such thing: how much room the JSON takes.
        case size
    }

    /// Id, job, time in seconds since 1970, and revision. The JSON is not touched, so large ones stay where they are.
    func rows(timeline: TimelineID, job: JobID?, stage: StageName, _ revision: Revision) -> Query {
        let ofJob: Query = job.map { " AND \(self.job) = \($0.text)" } ?? ""
        let written: Query = revision == .transaction ? "xmin" : "pg_column_size(\(output))"
        return """
            SELECT \(id), \(self.job), extract(epoch FROM \(createdAt)), \(written)
            FROM \(table.quoted) WHERE \(self.timeline) = \(timeline.text) AND \(self.stage) = \(stage.text)\(ofJob)
            """
    }

    /// Id and JSON.
    func outputs(of ids: [StageOutputID]) -> Query {
        guard ids.count != 1 else {
            return "SELECT \(id), \(output) FROM \(table.quoted) WHERE \(id) = \(ids[0].text)"
        }
        return "SELECT \(id), \(output) FROM \(table.quoted) WHERE \(id) = ANY (\(ids.map(\.text)))"
    }

    /// Reads every column, of no row, in the ways that they are read.
    var check: Query {
        """
        SELECT \(id), \(timeline), \(job), \(stage), \(output), extract(epoch FROM \(createdAt)) \
        FROM \(table.quoted) LIMIT 0
        """
    }

    func check(_ column: StageOutputTable.Column) -> Query {
        "SELECT \(table.name(of: column)) FROM \(table.quoted) LIMIT 0"
    }

    /// `createdAt` is in ISO 8601. Affects no row where the id is taken.
    func insert(_ row: NewStageOutput, json: String, createdAt: String) -> Query {
        """
        INSERT INTO \(table.quoted) (\(id), \(timeline), \(job), \(stage), \(output), \(self.createdAt))
        VALUES (\(row.id.text), \(row.timeline.text), \(row.job.text), \(row.stage.text), \(json), \(createdAt))
        ON CONFLICT (\(id)) DO NOTHING
        """
    }

    /// Makes the default table. The lock, until the end of the transaction, is for others who do the same.
    static let schema: [Query] = [
        "SELECT pg_advisory_xact_lock(hashtext('stage_output'))",
        """
        CREATE TABLE IF NOT EXISTS stage_output (
            id          uuid PRIMARY KEY,
            timeline_id text NOT NULL,
            job_id      text NOT NULL,
            stage       text NOT NULL,
            output      jsonb NOT NULL,
            created_at  timestamptz NOT NULL DEFAULT now()
        )
        """,
        """
        CREATE INDEX IF NOT EXISTS stage_output_by_timeline ON stage_output (timeline_id, job_id, stage, created_at)
        """,
    ]
}
