/// Where stage outputs are written. The service itself never writes; commands that bring data in do.
package protocol StageOutputWriter: Sendable {
    /// Adds a row. Throws `.duplicateRow` where its id is taken.
    func insert(_ output: NewStageOutput) async throws(StageOutputStoreError)
}
