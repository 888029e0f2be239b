import Synchronization

/// Who asks for work: a request, or a batch, with all the overlays that it is about.
package struct Party: Hashable, Sendable {
    private let number: Int
    private static let lastNumber = Atomic(0)

    /// A party of its own.
    package init() { number = Self.lastNumber.add(1, ordering: .relaxed).newValue }
}

/// Too many parties are being served.
package struct Overload: Error, Equatable {
    /// When it may be worth asking again.
    let retryAfterSeconds: Int
}

/// Turns parties away at once while too many are being served.
package final class AdmissionLimit: Sendable {
    package let limit: Int
    /// How much each party has under way.
    private let parties = Mutex<[Party: Int]>([:])

    /// `limit`: how many parties are served or wait for it, whatever each of them asks for.
    init(limit: Int) { self.limit = limit }

    package var partyCount: Int { parties.withLock(\.count) }

    /// Lets the party in, until the value is given up. Throws `Overload` where the party is one too many.
    package func admit(_ party: Party) throws(Overload) -> Admission {
        let isAdmitted = parties.withLock { parties in
            guard parties[party] != nil || parties.count < limit else { return false }
            parties[party, default: 0] += 1
            return true
        }
        guard isAdmitted else { throw Overload(retryAfterSeconds: 1) }
        return Admission(limit: self, party: party)
    }

    /// Runs `work`. Throws `Overload` where the party is one too many.
    package func run<Value: Sendable>(for party: Party, _ work: @Sendable () async throws -> Value) async throws
        -> Value
    {
        let admission = try admit(party)
        defer { withExtendedLifetime(admission) {} }
        return try await work()
    }

    fileprivate func leave(_ party: Party) {
        parties.withLock { parties in
            let rest = parties[party, default: 1] - 1
            parties[party] = rest == 0 ? nil : rest
        }
    }
}

/// That a party is being served, for as long as somebody holds on to it.
package final class Admission: Sendable {
    private let limit: AdmissionLimit
    private let party: Party

    fileprivate init(limit: AdmissionLimit, party: Party) {
        self.limit = limit
        self.party = party
    }

    deinit { limit.leave(party) }
}
