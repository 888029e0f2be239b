import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("A watch over a store")
struct StoreWatchTests {
    /// A store whose answers to probes a test decides.
    private final class Probed: Sendable {
        let answers = Mutex(false)
        let probes = Mutex((now: 0, most: 0, count: 0))

        func probe() async -> Bool {
            probes.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.count + 1) }
            await Task.yield()
            probes.withLock { $0.now -= 1 }
            return answers.withLock(\.self)
        }
    }

    @Test("finds it away when a wait has run out in which nothing came, and back when a probe is answered")
    func awayAndBack() async throws {
        let probed = Probed()
        let watch = StoreWatch { await probed.probe() }
        #expect(watch.absence == nil)
        for _ in 0..<5 { watch.ranOut(since: .now) }
        #expect(watch.absence != nil)
        #expect(try await eventually { probed.probes.withLock(\.count) >= 2 })
        #expect(watch.absence != nil && probed.probes.withLock(\.most) == 1)
        probed.answers.withLock { $0 = true }
        #expect(try await eventually { watch.absence == nil })
        // And away again.
        probed.answers.withLock { $0 = false }
        watch.ranOut(since: .now)
        #expect(watch.absence != nil)
    }

    @Test("takes one slow object for no more than that")
    func oneSlowObject() {
        let watch = StoreWatch { false }
        let start = ContinuousClock.now
        watch.answered()
        watch.ranOut(since: start)
        #expect(watch.absence == nil)
    }

    @Test("finds it back when anything comes from it")
    func lateAnswer() {
        let watch = StoreWatch { false }
        watch.ranOut(since: .now)
        #expect(watch.absence != nil)
        watch.answered()
        #expect(watch.absence == nil)
    }
}
