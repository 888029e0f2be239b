/// The id of a stage output's row.
package struct StageOutputID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }

    package static func < (left: StageOutputID, right: StageOutputID) -> Bool { left.text < right.text }
}
