import Testing

@testable import Store

@Suite("A pool's state")
struct PoolStateTests {
    private static let start = ContinuousClock.now
    private static let away = PostgresError.couldNotConnect(detail: "nobody listens")

    private var pool: PoolState

    init() {
        var settings = PostgresSettings()
        settings.connectionLimit = 2
        settings.backoff = .seconds(1)...Duration.seconds(4)
        settings.outageTolerance = .seconds(10)
        settings.checkAfter = .seconds(30)
        settings.idleLimit = .seconds(300)
        settings.ageLimit = .seconds(1_000)
        pool = PoolState(settings: settings)
    }

    @Test("opens connections as they are wanted, up to the limit, and lends them in the order of requests")
    mutating func growth() {
        #expect(request(1) == [.open(1)])
        #expect(request(2) == [.open(2)])
        #expect(request(3) == [])
        #expect(opened(2) == [.lend(2, 1)])
        #expect(returned(2) == [.lend(2, 2)])
        #expect(opened(1) == [.lend(1, 3)])
        #expect(returned(1) == [] && returned(2) == [])
        #expect(request(4) == [.lend(2, 4)])
    }

    @Test("does not lend to those who have gone or waited too long")
    mutating func leaving() {
        _ = request(1)
        pool.abandoned(by: 1)
        _ = request(2, deadline: 5)
        #expect(pool.nextTick == at(5))
        #expect(tick(5) == [.fail(2, .couldNotConnect(detail: "no answer in time"))])
        #expect(opened(1, 6) == [])
        #expect(request(3, 7) == [.lend(1, 3)])
        #expect(request(4, 7, deadline: 9) == [.open(2)])
        #expect(tick(9) == [.fail(4, .noConnectionFree)])
    }

    @Test("replaces a broken connection")
    mutating func broken() {
        lendBoth()
        #expect(request(3) == [])
        #expect(returned(1, .unusable) == [.close(1), .open(3)])
        #expect(opened(3) == [.lend(3, 3)])
    }

    @Test("closes those that are idle when one proves dead, as they may be too")
    mutating func dead() {
        lendBoth()
        #expect(returned(1) == [])
        #expect(returned(2, .dead) == [.close(2), .close(1)])
        #expect(request(3) == [.open(3)])
    }

    @Test("tries a connection that was idle for long before it lends it")
    mutating func checking() {
        lendBoth()
        #expect(returned(1) == [])
        #expect(request(3, 31) == [.check(1)])
        #expect(pool.returned(1, .usable, now: at(31)) == [.lend(1, 3)])
        #expect(pool.returned(1, .usable, now: at(32)) == [])
        #expect(request(4, 70) == [.check(1)])
        #expect(pool.returned(1, .dead, now: at(70)) == [.close(1), .open(3)])
    }

    @Test("closes connections that are idle for too long, or too old")
    mutating func expiry() {
        lendBoth()
        #expect(returned(1) == [])
        #expect(pool.nextTick == at(300))
        #expect(tick(299) == [] && tick(300) == [.close(1)])
        #expect(pool.nextTick == nil)
        #expect(pool.returned(2, .usable, now: at(1_001)) == [.close(2)])
    }

    @Test("waits longer after each failure, tries with one connection, and forgets the failures once it has one")
    mutating func backoff() {
        _ = (request(1, deadline: 99), request(2, deadline: 99))
        #expect(failed(1) == [] && failed(2) == [])
        #expect(pool.nextTick == at(1))
        #expect(tick(0.9) == [] && tick(1) == [.open(3)])
        #expect(pool.nextTick == at(99))
        #expect(failed(3, 1.5) == [] && pool.nextTick == at(3.5))
        #expect(tick(3.5) == [.open(4)] && failed(4, 3.5) == [] && pool.nextTick == at(7.5))
        #expect(tick(7.5) == [.open(5)] && failed(5, 7.5) == [] && pool.nextTick == at(11.5))
        // The second is opened at once, as the server is there again.
        #expect(tick(11.5) == [.open(6)] && opened(6, 12) == [.lend(6, 1), .open(7)])
    }

    @Test("spreads the attempts", arguments: [(0.0, 0.5), (0.5, 0.75), (0.999, 0.999_5)])
    mutating func jitter(random: Double, seconds: Double) {
        _ = request(1)
        _ = pool.failedToOpen(1, Self.away, now: at(0), random: random)
        #expect(pool.nextTick == at(seconds))
    }

    @Test("tells those who wait why there is no connection, when their time is up")
    mutating func deadlineInOutage() {
        _ = request(1, deadline: 5)
        #expect(failed(1) == [])
        #expect(tick(5).first == .fail(1, Self.away))
    }

    @Test("fails at once, after a long outage, those who come between two attempts")
    mutating func longOutage() {
        _ = request(1, deadline: 99)
        for (connection, time) in zip(1..., [0.0, 1, 3, 7]) {
            _ = tick(time)
            #expect(failed(connection, time) == [])
        }
        #expect(tick(11) == [.open(5)])
        #expect(failed(5, 11) == [.fail(1, Self.away)])
        #expect(request(2, 12) == [.fail(2, Self.away)])
        #expect(pool.nextTick == nil)
        #expect(request(3, 15) == [.open(6)])
        #expect(opened(6, 16) == [.lend(6, 3)])
    }

    @Test(
        "fails everybody at once where waiting is of no use",
        arguments: [
            PostgresError.loginRefused(detail: ""), .noDatabase(detail: ""), .tls(detail: ""),
        ]
    )
    mutating func misconfiguration(error: PostgresError) {
        _ = (request(1), request(2))
        #expect(pool.failedToOpen(1, error, now: at(0), random: 1) == [.fail(1, error), .fail(2, error)])
    }

    @Test("keeps lending what it has while no more can be opened")
    mutating func partialOutage() {
        _ = request(1)
        #expect(opened(1) == [.lend(1, 1)])
        #expect(request(2) == [.open(2)])
        #expect(pool.failedToOpen(2, .loginRefused(detail: ""), now: at(0), random: 1) == [])
        #expect(returned(1) == [.lend(1, 2)])
    }

    @Test("loses nobody and lends nothing twice, whatever happens", arguments: 0..<50)
    mutating func anything(seed: UInt64) {
        var world = PoolWorld(seed: seed, limit: 2)
        for _ in 0..<2_000 { world.step(&pool) }
        world.settle(&pool)
        #expect(world.faults == [], "seed \(seed)")
    }

    private func at(_ seconds: Double) -> PoolState.Instant { Self.start + .milliseconds(Int(seconds * 10_000)) / 10 }

    private mutating func request(_ id: Int, _ now: Double = 0, deadline: Double = 2_000) -> [PoolState.Action] {
        pool.requested(by: id, deadline: at(deadline), now: at(now))
    }

    private mutating func opened(_ id: Int, _ now: Double = 0) -> [PoolState.Action] { pool.opened(id, now: at(now)) }

    private mutating func failed(_ id: Int, _ now: Double = 0) -> [PoolState.Action] {
        pool.failedToOpen(id, Self.away, now: at(now), random: 1)
    }

    private mutating func returned(_ id: Int, _ condition: PoolState.Condition = .usable) -> [PoolState.Action] {
        pool.returned(id, condition, now: at(0))
    }

    private mutating func tick(_ now: Double) -> [PoolState.Action] { pool.tick(now: at(now)) }

    private mutating func lendBoth() {
        _ = (request(1), request(2), opened(1), opened(2))
    }
}
