import TestSupport

@testable import Store

/// What surrounds a pool's state, played at random: connections that open, fail and die, and callers who come and go.
struct PoolWorld {
    private var random: SplitMix64
    private let limit: Int
    private var now = ContinuousClock.now
    private var opening: Set<Int> = []
    private var open: Set<Int> = []
    private var busy: Set<Int> = []
    private var waiting: Set<Int> = []
    private var lastWaiter = 0
    private(set) var faults: [String] = []

    init(seed: UInt64, limit: Int) {
        random = SplitMix64(seed: seed)
        self.limit = limit
    }

    mutating func step(_ pool: inout PoolState) {
        now += .milliseconds(Int.random(in: 0..<5_000, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: request(&pool)
        case 2: leave(&pool)
        case 3, 4: finishOpening(&pool, fails: Bool.random(using: &random))
        case 5, 6: finishUse(&pool, [.usable, .usable, .unusable, .dead].randomElement(using: &random) ?? .usable)
        default: obey(pool.tick(now: now))
        }
    }

    /// Lets everything end well; afterwards nobody may still wait.
    mutating func settle(_ pool: inout PoolState) {
        for _ in 0..<1_000 where !waiting.isEmpty || !busy.isEmpty || !opening.isEmpty {
            finishOpening(&pool, fails: false)
            finishUse(&pool, .usable)
            if opening.isEmpty, busy.isEmpty, let tick = pool.nextTick {
                now = max(now, tick)
                obey(pool.tick(now: now))
            }
        }
        if !waiting.isEmpty { faults.append("\(waiting.count) wait for ever") }
    }

    private mutating func request(_ pool: inout PoolState) {
        lastWaiter += 1
        waiting.insert(lastWaiter)
        let patience = Duration.seconds(Int.random(in: 1..<60, using: &random))
        obey(pool.requested(by: lastWaiter, deadline: now + patience, now: now))
    }

    private mutating func leave(_ pool: inout PoolState) {
        guard let waiter = waiting.min() else { return }
        waiting.remove(waiter)
        pool.abandoned(by: waiter)
    }

    private mutating func finishOpening(_ pool: inout PoolState, fails: Bool) {
        guard let id = opening.min() else { return }
        opening.remove(id)
        if fails {
            let error = PostgresError.couldNotConnect(detail: "")
            obey(pool.failedToOpen(id, error, now: now, random: .random(in: 0..<1, using: &random)))
        } else {
            open.insert(id)
            obey(pool.opened(id, now: now))
        }
    }

    private mutating func finishUse(_ pool: inout PoolState, _ condition: PoolState.Condition) {
        guard let id = busy.min() else { return }
        busy.remove(id)
        obey(pool.returned(id, condition, now: now))
    }

    private mutating func obey(_ actions: [PoolState.Action]) {
        for action in actions {
            switch action {
            case .open(let id): if !opening.insert(id).inserted { faults.append("opened twice") }
            case .check(let id): use(id)
            case .lend(let id, let waiter):
                use(id)
                answer(waiter)
            case .close(let id):
                if busy.contains(id) || open.remove(id) == nil { faults.append("closed what is not idle") }
            case .fail(let waiter, _): answer(waiter)
            }
            if opening.count + open.count > limit { faults.append("more than \(limit)") }
        }
    }

    private mutating func use(_ id: Int) {
        if !open.contains(id) || !busy.insert(id).inserted { faults.append("used what is not idle") }
    }

    private mutating func answer(_ waiter: Int) {
        if waiting.remove(waiter) == nil { faults.append("answered who does not wait") }
    }
}
