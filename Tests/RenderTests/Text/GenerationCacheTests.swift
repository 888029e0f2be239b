import Testing

@testable import Render

@Suite struct GenerationCacheTests {
    @Test func aValueIsFoundAgain() {
        var cache = GenerationCache<Int, String>(capacity: 10)
        cache.insert("one", for: 1, cost: 1)
        #expect(cache.value(for: 1) == "one")
        #expect(cache.value(for: 2) == nil)
    }

    @Test func whatIsAskedForStaysAndWhatIsNotGoes() {
        var cache = GenerationCache<Int, Int>(capacity: 20)
        for key in 0..<100 {
            cache.insert(key, for: key, cost: 1)
            #expect(cache.value(for: 0) == 0)
        }
        #expect(cache.value(for: 1) == nil)
        #expect(cache.value(for: 99) == 99)
    }

    @Test(arguments: [1, 3, 7]) func theCapacityIsNeverExceeded(cost: Int) {
        var cache = GenerationCache<Int, Int>(capacity: 20)
        for key in 0..<100 {
            cache.insert(key, for: key, cost: cost)
            _ = cache.value(for: key / 2)
        }
        let kept = (0..<100).filter { cache.contains($0) }
        #expect(!kept.isEmpty)
        #expect(kept.count * cost <= 20)
    }

    @Test func aValueTooLargeIsNotKept() {
        var cache = GenerationCache<Int, Int>(capacity: 10)
        cache.insert(1, for: 1, cost: 2)
        cache.insert(2, for: 2, cost: 6)
        #expect(cache.value(for: 1) == 1)
        #expect(cache.value(for: 2) == nil)
    }

    @Test func replacingAValueDoesNotCountItTwice() {
        var cache = GenerationCache<Int, Int>(capacity: 20)
        cache.insert(0, for: 0, cost: 1)
        for value in 0..<1000 { cache.insert(value, for: 1, cost: 4) }
        #expect(cache.value(for: 0) == 0)
        #expect(cache.value(for: 1) == 999)
    }
}

extension GenerationCache {
    /// Looks without being counted as asking: a copy is asked.
    fileprivate func contains(_ key: Key) -> Bool {
        var copy = self
        return copy.value(for: key) != nil
    }
}
