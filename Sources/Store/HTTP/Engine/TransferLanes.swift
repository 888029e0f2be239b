/// Who may go next: so many transfers to one server at once, the others in the order they came.
struct TransferLanes {
    private struct Lane {
        var activeCount = 0
        var waiting: [TransferID] = []
    }

    private let width: Int
    private var lanes: [String: Lane] = [:]

    /// `width` (at least 1) is how many transfers to one server are under way at once.
    init(width: Int) {
        self.width = width
    }

    /// Whether the transfer may start now, and then has a place; else it waits for one.
    mutating func enter(_ id: TransferID, to origin: String) -> Bool {
        var lane = lanes[origin] ?? Lane()
        let isFree = lane.activeCount < width
        if isFree { lane.activeCount += 1 } else { lane.waiting.append(id) }
        lanes[origin] = lane
        return isFree
    }

    /// Gives back the place of a transfer that has ended; the answer is who has it now and may start.
    mutating func leave(_ origin: String) -> TransferID? {
        guard var lane = lanes.removeValue(forKey: origin) else { return nil }
        let next = lane.waiting.isEmpty ? nil : lane.waiting.removeFirst()
        if next == nil { lane.activeCount -= 1 }
        if lane.activeCount > 0 { lanes[origin] = lane }
        return next
    }

    /// Forgets a transfer that waits.
    mutating func withdraw(_ id: TransferID, from origin: String) {
        lanes[origin]?.waiting.removeAll { $0 == id }
    }
}
