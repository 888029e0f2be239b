/// All SQL for SQLite.
enum StageOutputSQL {
    /// The steps from an empty database to the present schema; `user_version` counts those taken. Only ever add to it.
    ///
    /// The JSON is the last column, so that reading the others does not walk through it. Early files have one column more.
    static let migrations: [String] = [
        """
        CREATE TABLE stage_output (
            id          TEXT PRIMARY KEY NOT NULL,
            timeline_id TEXT NOT NULL,
            job_id      TEXT NOT NULL,
            stage       TEXT NOT NULL,
            created_at  TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
            output      TEXT NOT NULL
        );
        CREATE INDEX stage_output_by_timeline ON stage_output (timeline_id, job_id, stage, created_at);
        """
    ]

    static let version = "PRAGMA user_version"

    /// `version` is a number of this program's own; PRAGMA takes no parameters.
    static func setVersion(_ version: Int) -> String { "PRAGMA user_version = \(version)" }

    /// One row where the table is there.
    static let table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'stage_output'"

    /// One row where anything is there.
    static let anything = "SELECT 1 FROM sqlite_master LIMIT 1"

    /// Changes whenever another connection has written to the file.
    static let dataVersion = "PRAGMA data_version"

    // SQLite keeps anything in any column: texts are asked for as bytes, to be looked at before they are taken for texts.

    static let stages = """
        SELECT typeof(id) AS id_type, CAST(id AS BLOB) AS id, CAST(job_id AS BLOB) AS job_id, CAST(stage AS BLOB) AS stage,
            CAST(created_at AS BLOB) AS created_at
        FROM stage_output WHERE timeline_id = :timeline
        """

    /// Of all rows; the index has all of it.
    static let timelines = """
        SELECT CAST(timeline_id AS BLOB) AS timeline_id, CAST(job_id AS BLOB) AS job_id, CAST(stage AS BLOB) AS stage,
            CAST(created_at AS BLOB) AS created_at
        FROM stage_output
        """

    static let rows = """
        SELECT typeof(id) AS id_type, CAST(id AS BLOB) AS id, CAST(job_id AS BLOB) AS job_id, CAST(stage AS BLOB) AS stage,
            CAST(created_at AS BLOB) AS created_at, length(CAST(output AS BLOB)) AS length
        FROM stage_output WHERE timeline_id = :timeline AND stage = :stage
        """

    static let rowsOfJob = rows + " AND job_id = :job"

    /// An id that is a number counts as the text of it, whatever type its column has.
    static let json =
        "SELECT output FROM stage_output WHERE id IN (:id, CAST(:id AS INTEGER)) AND CAST(id AS TEXT) = :id"

    /// Touches every column that is read.
    static let check = "SELECT id, timeline_id, job_id, stage, created_at, output FROM stage_output LIMIT 1"

    static let insert = """
        INSERT INTO stage_output (id, timeline_id, job_id, stage, created_at, output)
        VALUES (:id, :timeline, :job, :stage, :created_at, :output)
        """
}
