/// All SQL for Postgres. Ids are cast to `text`, which takes the blanks off those in columns of a fixed width.
struct StageOutputQueries {
    let table: StageOutputTable

    private var id: SQLIdentifier { table.name(of: .id) }
    private var timeline: SQLIdentifier { table.name(of: .timeline) }
    private var job: SQLIdentifier { table.name(of: .job) }
    private var stage: SQLIdentifier { table.name(of: .stage) }
    private var output: SQLIdentifier { table.name(of: .output) }
    private var createdAt: SQLIdentifier { table.name(of: .createdAt) }

    /// Timeline, its jobs and its stages as JSON, and the times of its oldest and newest row in microseconds since 1970; of the
    /// rows that can be used. Jobs and stages are looked up for the timelines of the page alone.
    func timelines(limit: Int, after cursor: TimelineCursor?) -> Query {
        let rest: Query =
            cursor.map { cursor in
                """
                WHERE (newest < \(cursor.microseconds)::bigint \
                OR newest = \(cursor.microseconds)::bigint AND id COLLATE "C" > \(cursor.timeline.text)::text)
                """
            } ?? ""
        return """
            SELECT timelines.id, \(names(job)), \(names(stage)), oldest, newest FROM (
                SELECT \(timeline) AS key, \(timeline)::text AS id, \(microseconds("min")) AS oldest, \
            \(microseconds("max")) AS newest
                FROM \(table.quoted) WHERE \(timeline) IS NOT NULL AND NOT \(isUnreadable) GROUP BY \(timeline)
            ) AS timelines \(rest) ORDER BY newest DESC, id COLLATE "C" LIMIT \(limit)::bigint
            """
    }

    private func microseconds(_ aggregate: Query) -> Query {
        """
        least(extract(epoch FROM \(aggregate)(\(createdAt))) * 1000000, \(TimelineCursor.limits.upperBound)::numeric)::bigint
        """
    }

    private func names(_ column: SQLIdentifier) -> Query {
        """
        (SELECT json_agg(DISTINCT rows.\(column)::text) FROM \(table.quoted) AS rows \
        WHERE rows.\(timeline) = timelines.key AND NOT \(isUnreadable))
        """
    }

    /// A row where an index of the table begins with the timeline.
    var timelineIndex: Query {
        """
        SELECT 1 FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = to_regclass(\(table.quoted.sql)) AND attname = \(timeline.text)
        """
    }

    /// Makes such an index, which this service never does.
    var timelineIndexStatement: String {
        Query("CREATE INDEX CONCURRENTLY ON \(table.quoted) (\(timeline), \(job), \(stage), \(createdAt))").sql
    }

    /// Job, stage, number of rows, and the newest's time in seconds since 1970; of the rows that can be used.
    func stages(of timeline: TimelineID) -> Query {
        """
        SELECT \(job)::text, \(stage)::text, count(*), extract(epoch FROM max(\(createdAt)))
        FROM \(table.quoted) WHERE \(self.timeline) = \(timeline.text) AND NOT \(isUnreadable) GROUP BY \(job), \(stage)
        """
    }

    /// Id, job, stage and time, as text, of the rows that `stages` leaves out.
    func unreadableRows(of timeline: TimelineID) -> Query {
        """
        SELECT \(id)::text, \(job)::text, \(stage)::text, \(createdAt)
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
            SELECT \(id)::text, \(self.job)::text, extract(epoch FROM \(createdAt)), \(written)
            FROM \(table.quoted) WHERE \(self.timeline) = \(timeline.text) AND \(self.stage) = \(stage.text)\(ofJob)
            """
    }

    /// Job and parent, of each job the newest checkpoint's. Only these two columns are named, so that the table may lack all others.
    func parents(of jobs: [JobID], in checkpoints: CheckpointTable) -> Query {
        let (job, parent) = (checkpoints.name(of: .job), checkpoints.name(of: .parent))
        return """
            SELECT DISTINCT ON (\(job)::text) \(job)::text, \(parent)::text FROM \(checkpoints.quoted) AS checkpoints
            WHERE \(job)::text = ANY (\(jobs.map(\.text))) AND \(parent) IS NOT NULL
            ORDER BY \(job)::text, to_jsonb(checkpoints) ->> \(checkpoints.name(of: .createdAt).text)::text DESC NULLS LAST
            """
    }

    /// Id and JSON.
    func outputs(of ids: [StageOutputID]) -> Query {
        guard ids.count != 1 else {
            return "SELECT \(id)::text, \(output) FROM \(table.quoted) WHERE \(id) = \(ids[0].text)"
        }
        return "SELECT \(id)::text, \(output) FROM \(table.quoted) WHERE \(id) = ANY (\(ids.map(\.text)))"
    }

    /// Reads every column, of no row, in the ways that they are read.
    var check: Query {
        """
        SELECT \(id), \(timeline), \(job), \(stage), \(output), extract(epoch FROM \(createdAt)) \
        FROM \(table.quoted) LIMIT 0
        """
    }

    func check(_ column: StageOutputColumn) -> Query {
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
            output      text NOT NULL,
            created_at  timestamptz NOT NULL DEFAULT now()
        )
        """,
        """
        CREATE INDEX IF NOT EXISTS stage_output_by_timeline ON stage_output (timeline_id, job_id, stage, created_at)
        """,
    ]
}
