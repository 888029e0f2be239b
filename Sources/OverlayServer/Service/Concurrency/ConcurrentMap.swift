extension Array where Element: Sendable {
    /// The results of `transform` in the order of the elements, at most `width` of them under way at once.
    package func mapConcurrently<Result: Sendable>(
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

    /// Gives the results of `transform` to `receive` in the order of the elements, each as soon as those before it are there
    /// too; at most `width` are under way or wait for `receive`, which ends all by throwing.
    ///
    /// Begins with few, so that the first is not held up by those behind it, and doubles them with each that is received.
    package func forEachConcurrently<Result: Sendable>(
        width: Int,
        _ transform: @escaping @Sendable (Element) async -> Result,
        receive: (Result) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var waiting = enumerated().makeIterator()
            var ready: [Int: Result] = [:]
            var (underWay, limit) = (0, 2)
            func startMore() {
                while underWay < Swift.max(Swift.min(limit, width), 1), let (index, element) = waiting.next() {
                    group.addTask { (index, await transform(element)) }
                    underWay += 1
                }
            }
            startMore()
            for index in indices {
                while ready[index] == nil, let (index, result) = try await group.next() { ready[index] = result }
                guard let result = ready.removeValue(forKey: index) else { return }
                try await receive(result)
                underWay -= 1
                limit = Swift.min(limit * 2, width)
                startMore()
            }
        }
    }
}
