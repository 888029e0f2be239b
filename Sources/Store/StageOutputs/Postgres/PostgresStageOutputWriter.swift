/// Writes stage outputs into a table of a Postgres database. Makes the table where it is the default one and missing.
package final class PostgresStageOutputWriter: StageOutputWriter {
    private let database: StageOutputPool
    private let queries: StageOutputQueries

    /// Opens nothing yet. `url` is `postgres://…`, or what else libpq takes for a connection.
    package init(
        url: String,
        table: StageOutputTable,
        settings: PostgresSettings = PostgresSettings()
    ) throws(PostgresURLError) {
        let place = try PostgresURL(url)
        let table = table.within(place.schema)
        database = StageOutputPool(url: place, table: table, settings: settings)
        queries = StageOutputQueries(table: table)
    }

    @discardableResult
    package func insert(_ output: NewStageOutput) async throws(StageOutputStoreError) -> [JSONReplacement] {
        do throws(StageOutputStoreError) {
            try await insertAsItIs(output)
            return []
        } catch {
            // A column of type json or jsonb takes less than stages write.
            guard case .outputRefused = error else { throw error }
            let (json, replacements) = JSONReplacement.all(in: output.json)
            guard !replacements.isEmpty else { throw error }
            var replaced = output
            replaced.json = json
            try await insertAsItIs(replaced)
            return replacements
        }
    }

    private func insertAsItIs(_ output: NewStageOutput) async throws(StageOutputStoreError) {
        guard let json = String(validating: output.json, as: UTF8.self) else { throw .outputNotUTF8(output.id) }
        guard let createdAt = ISOTime.text(output.createdAt) else { throw .createdAtOutOfRange(output.id) }
        let insert = queries.insert(output, json: json, createdAt: createdAt)
        let insertedRows: Int
        do throws(PostgresError) {
            insertedRows = try await makingTable(then: insert)
        } catch {
            throw await refusal(of: output.id, error)
        }
        guard insertedRows > 0 else { throw .duplicateRow(output.id) }
    }

    private func makingTable(then insert: Query) async throws(PostgresError) -> Int {
        do throws(PostgresError) {
            return try await database.write([insert])
        } catch {
            guard queries.table.isDefault, error.state == "42P01" else { throw error }
            return try await database.write(StageOutputQueries.schema + [insert])
        }
    }

    /// What an error means for the row that was to be written: its values are at fault, or it is something else.
    private func refusal(of id: StageOutputID, _ error: PostgresError) async -> StageOutputStoreError {
        switch error {
        case .parameterHoldsNUL: .outputRefused(id, reason: "it holds a NUL")
        // Data exceptions, integrity constraints, a value of another type, and an id that is not unique.
        case .sql(let state, let message)
        where state.hasPrefix("22") || state.hasPrefix("23") || ["42804", "42P10"].contains(state):
            .outputRefused(id, reason: message)
        default: await database.explain(error)
        }
    }
}
