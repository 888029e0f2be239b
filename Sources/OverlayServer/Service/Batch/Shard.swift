/// One of several parts of a batch, as `2/8`: every eighth frame with all its stages, beginning with the second; or what the plan of
/// a run gives it.
package struct Shard: Hashable, Sendable {
    /// 1…count.
    package let index: Int
    package let count: Int

    package static let whole = Shard(index: 1, count: 1)

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// How many shards a batch can have.
    package static let countLimits = 1...10_000

    /// `nil` where there are too many, or none of that number among so many.
    package init?(index: Int, of count: Int) {
        guard Self.countLimits.contains(count), 1...count ~= index else { return nil }
        self.init(index: index, count: count)
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        self.init(index: index, of: count)
    }

    /// The part's elements, which are the same whenever `all` is.
    func select<Element>(from all: [Element]) -> [Element] {
        stride(from: index - 1, to: all.count, by: count).map { all[$0] }
    }
}
