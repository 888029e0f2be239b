extension Array where Element: Sendable {
    /// The results of `transform` in the order of the elements, at most `width` of them under way at once.
    func mapConcurrently<Result: Sendable>(
        width: Int,
        _ transform: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: count)
            var waiting = enumerated().makeIterator()
            func startNext() {
                guard let (index, element) = waiting.next() else { return }
                group.addTask { (index, await transform(element)) }
            }
            for _ in 0..<Swift.max(width, 1) { startNext() }
            for await (index, result) in group {
                results[index] = result
                startNext()
            }
            return results.compactMap(\.self)
        }
    }
}
