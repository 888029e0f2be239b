import Foundation
import Testing

@testable import Store

@Suite("The policy of renewal")
struct RefreshPolicyTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// How many seconds are left, how long ago the last miss was and how many there were, and what is decided.
    private static let failures: [(left: Double?, ago: Double?, count: Int, decision: String)] = [
        (nil, nil, 0, "keep"), (601, nil, 0, "keep"), (600, nil, 0, "background"), (61, nil, 0, "background"),
        (60, nil, 0, "renew"), (1, nil, 0, "renew"), (0, nil, 0, "renew"), (-5, nil, 0, "renew"),
        (600, 0.9, 1, "keep"), (600, 1, 1, "background"), (600, 1.9, 2, "keep"), (600, 2, 2, "background"),
        (600, 59, 99, "keep"), (600, 60, .max, "background"), (600, -1, 1, "background"),
        (60, 0.9, 9, "keep"), (60, 1, 9, "renew"), (0, 0.9, 9, "fail"), (0, 1, 9, "renew"), (0, -1, 9, "renew"),
    ]

    @Test("goes by the time left and the last failure", arguments: failures)
    func table(left: Double?, ago: Double?, count: Int, decision: String) {
        let held = credentials(left: left)
        let miss = ago.map { RefreshMiss(time: Self.now - $0, count: count, error: .cancelled) }
        #expect(name(RefreshPolicy().decision(at: Self.now, held: held, miss: miss)) == decision)
    }

    @Test("renews credentials that S3 refused, once a second")
    func refused() {
        let held = credentials(left: nil)
        let policy = RefreshPolicy()
        let miss = RefreshMiss(time: Self.now, count: 1, error: nil)
        #expect(policy.decision(at: Self.now, held: held, isRefused: true, miss: nil) == .renew)
        #expect(policy.decision(at: Self.now + 0.5, held: held, isRefused: true, miss: miss) == .keep(held))
        #expect(policy.decision(at: Self.now + 1, held: held, isRefused: true, miss: miss) == .renew)
    }

    @Test("repeats an error only where there is one")
    func nothingHeld() {
        let policy = RefreshPolicy()
        #expect(policy.decision(at: Self.now, held: nil, miss: nil) == .renew)
        let failure = RefreshMiss(time: Self.now, count: 1, error: .expired(.instance))
        #expect(policy.decision(at: Self.now, held: nil, miss: failure) == .fail(.expired(.instance)))
        let stale = RefreshMiss(time: Self.now, count: 1, error: nil)
        #expect(policy.decision(at: Self.now, held: credentials(left: -1), miss: stale) == .renew)
    }

    private func credentials(left: Double?) -> S3Credentials {
        S3Credentials(accessKeyID: "a", secretAccessKey: "b", expiresAt: left.map { Self.now + $0 })
    }

    private func name(_ decision: RefreshDecision) -> String {
        switch decision {
        case .keep: "keep"
        case .renewInBackground: "background"
        case .renew: "renew"
        case .fail: "fail"
        }
    }
}
