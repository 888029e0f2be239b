import Testing

@testable import Store

@Suite("The watch for stalls")
struct StallWatchTests {
    private let start = ContinuousClock.now

    @Test("runs out when nothing has moved for its time, and starts anew with every move")
    func moves() {
        var watch = StallWatch(timeout: .seconds(3), at: start)
        let looks = [(1, 0, false), (2, 5, false), (4, 5, false), (5, 5, true), (6, 6, false), (9, 6, true)]
        for (second, progress, isStalled) in looks {
            let now = start + .seconds(second)
            let found = watch.isStalled(progress: progress, isConnected: true, at: now)
            #expect(found == isStalled, "\(second)")
        }
    }

    @Test("does not run while connecting, and begins when the connection is first seen")
    func connecting() {
        var watch = StallWatch(timeout: .seconds(3), at: start)
        let looks = [(100, false, false), (200, true, false), (202, true, false), (203, true, true)]
        for (second, isConnected, isStalled) in looks {
            let now = start + .seconds(second)
            let found = watch.isStalled(progress: 0, isConnected: isConnected, at: now)
            #expect(found == isStalled, "\(second)")
        }
    }
}
