-- The default table, as `import` and `demo` make it (Sources/Store/StageOutputs/Postgres/StageOutputQueries.swift, with
-- which scripts/test-deploy compares this).
CREATE TABLE IF NOT EXISTS stage_output (
    id          uuid PRIMARY KEY,
    timeline_id text NOT NULL,
    job_id      text NOT NULL,
    stage       text NOT NULL,
    output      text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS stage_output_by_timeline ON stage_output (timeline_id, job_id, stage, created_at);
