/// One of several equal parts of a batch, as `2/8`: every eighth overlay, beginning with the second.
struct Shard: Hashable, Sendable {
    /// 1…count.
    let index: Int
    let count: Int

    static let whole = Shard(index: 1, count: 1)

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        guard 1...10_000 ~= count, 1...count ~= index else { return nil }
        self.init(index: index, count: count)
    }

    /// The part's elements, which are the same whenever `all` is.
    func select<Element>(from all: [Element]) -> [Element] {
        stride(from: index - 1, to: all.count, by: count).map { all[$0] }
    }
}
