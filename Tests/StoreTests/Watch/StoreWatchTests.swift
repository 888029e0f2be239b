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

    private func wait(until watch: StoreWatch, isAway: Bool) async {
        while (await watch.absence() != nil) != isAway { await Task.yield() }
    }

    @Test("finds it away when a wait has run out in which nothing came, and back when a probe is answered")
    func awayAndBack() async throws {
        let probed = Probed()
        let watch = StoreWatch { await probed.probe() }
        #expect(await watch.absence() == nil)
        for _ in 0..<5 { watch.ranOut(since: .now) }
        #expect(await watch.absence() != nil)
        #expect(try await eventually { probed.probes.withLock(\.count) >= 2 })
        #expect(await watch.absence() != nil)
        #expect(probed.probes.withLock(\.most) == 1)
        probed.answers.withLock { $0 = true }
        await wait(until: watch, isAway: false)
        // And away again.
        probed.answers.withLock { $0 = false }
        watch.ranOut(since: .now)
        #expect(await watch.absence() != nil)
    }

    @Test("lets those who come meanwhile wait for the first probe, and go on where it is answered")
    func suspicion() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let watch = StoreWatch {
            for await _ in gate.stream {}
            return true
        }
        watch.ranOut(since: .now)
        let callers = (0..<10).map { _ in Task { await watch.absence() } }
        gate.continuation.finish()
        for caller in callers { #expect(await caller.value == nil) }
    }

    @Test("takes one slow object for no more than that")
    func oneSlowObject() async {
        let watch = StoreWatch { false }
        let start = ContinuousClock.now
        watch.answered()
        watch.ranOut(since: start)
        #expect(await watch.absence() == nil)
    }

    @Test("finds it back when anything comes from it")
    func lateAnswer() async {
        let watch = StoreWatch { false }
        watch.ranOut(since: .now)
        #expect(await watch.absence() != nil)
        watch.answered()
        #expect(await watch.absence() == nil)
    }
}
