/// A row that holds no stage output.
package struct UnreadableStageOutput: Error, Hashable, CustomStringConvertible {
    package let row: StageOutputID
    package let error: StageOutputError

    package var description: String { "stage output \(row) cannot be read: \(error)" }
}
