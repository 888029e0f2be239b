/// Which key points of a detection are joined by lines.
package enum Skeleton: Hashable, Sendable {
    /// A skeleton known by name, such as `coco17`.
    case named(String)
    case bones([Bone])

    /// A line between two key points, by their indices.
    package struct Bone: Hashable, Sendable {
        package let start: Int
        package let end: Int

        package init(start: Int, end: Int) {
            self.start = start
            self.end = end
        }
    }
}
