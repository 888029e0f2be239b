import Testing

@testable import Store

@Suite("The retry policy")
struct RetryPolicyTests {
    private static func refused(_ status: Int, _ code: String = "", retryAfter: Int? = nil) -> S3Failure {
        .refused(S3ErrorAnswer(status: status, code: code, retryAfterSeconds: retryAfter))
    }

    @Test(
        "tries again what may pass",
        arguments: [
            refused(500), refused(502), refused(503), refused(504), refused(429), refused(408), refused(520),
            refused(503, "SlowDown"), refused(400, "RequestTimeout"), refused(409, "ConditionalRequestConflict"),
            refused(200, "InternalError"), refused(400, "BadDigest"), .transfer(.couldNotConnect(detail: "")),
            .transfer(.couldNotResolve(host: "h")), .transfer(.timedOut(.stalled, partial: nil)),
            .transfer(.interrupted(partial: nil, detail: "")), .malformedAnswer(detail: ""), .corrupted,
        ]
    )
    func retried(failure: S3Failure) {
        #expect(RetryPolicy().wait(after: failure, attempts: 1, randomness: 0.5) != nil)
    }

    @Test(
        "does not try again what stays",
        arguments: [
            refused(400), refused(401), refused(403, "AccessDenied"), refused(404, "NoSuchKey"), refused(412),
            refused(416), refused(403, "SignatureDoesNotMatch"), refused(403, "InvalidAccessKeyId"), refused(501),
            refused(301), .transfer(.cancelled), .transfer(.untrustedCertificate(detail: "")),
            .transfer(.invalidRequest(detail: "")),
        ]
    )
    func final(failure: S3Failure) {
        #expect(RetryPolicy().wait(after: failure, attempts: 1, randomness: 0.5) == nil)
    }

    @Test("sends a request a limited number of times")
    func limited() {
        let policy = RetryPolicy(attemptLimit: 3)
        #expect(policy.wait(after: Self.refused(500), attempts: 2, randomness: 0) != nil)
        #expect(policy.wait(after: Self.refused(500), attempts: 3, randomness: 0) == nil)
    }

    @Test("waits up to twice as long each time, and never longer than the cap")
    func backoff() {
        let policy = RetryPolicy(attemptLimit: 100, baseSeconds: 0.1, capSeconds: 2)
        let longest = (1...60).map { policy.wait(after: Self.refused(500), attempts: $0, randomness: 1) ?? -1 }
        #expect(longest.prefix(6) == [0.1, 0.2, 0.4, 0.8, 1.6, 2])
        #expect(longest.allSatisfy { $0 <= 2 })
        #expect(policy.wait(after: Self.refused(500), attempts: 4, randomness: 0.25) == 0.2)
        #expect(policy.wait(after: Self.refused(500), attempts: 4, randomness: 0) == 0)
    }

    @Test("waits longer after a store has asked for fewer requests")
    func throttled() {
        let policy = RetryPolicy()
        let transient = policy.wait(after: Self.refused(500), attempts: 1, randomness: 1) ?? 0
        #expect(policy.wait(after: Self.refused(503, "SlowDown"), attempts: 1, randomness: 1) ?? 0 > transient)
    }

    @Test("honors Retry-After within bounds", arguments: [(3, 3.0), (100_000, 20.0), (-5, 0.0), (Int.max, 20.0)])
    func retryAfter(asked: Int, waited: Double) {
        let failure = Self.refused(503, "SlowDown", retryAfter: asked)
        #expect(RetryPolicy().wait(after: failure, attempts: 1, randomness: 0) == waited)
    }

    @Test(
        "knows what can be put right",
        arguments: [
            (S3ErrorAnswer(status: 301, code: "PermanentRedirect", region: "eu-west-1"), .wrongRegion),
            (S3ErrorAnswer(status: 400, region: "eu-west-1"), .wrongRegion),
            (S3ErrorAnswer(status: 400, code: "AuthorizationHeaderMalformed", region: "eu-west-1"), .wrongRegion),
            (S3ErrorAnswer(status: 400, code: "AuthorizationHeaderMalformed"), .permanent),
            (S3ErrorAnswer(status: 403, code: "RequestTimeTooSkewed"), .skewed),
            (S3ErrorAnswer(status: 400, code: "ExpiredToken"), .expired),
        ] as [(S3ErrorAnswer, S3Failure.Kind)]
    )
    func kinds(answer: S3ErrorAnswer, kind: S3Failure.Kind) {
        #expect(S3Failure.refused(answer).kind == kind)
    }

    @Test("budget runs out in an outage and comes back with successes")
    func budget() {
        var budget = RetryBudget()
        var retries = 0
        while budget.take(for: Self.refused(500)) { retries += 1 }
        #expect(retries == RetryBudget.capacity / 5)
        for _ in 0..<5 { budget.succeeded() }
        let regained = (0..<2).map { _ in budget.take(for: Self.refused(500)) }
        #expect(regained == [true, false])
        for _ in 0..<10_000 { budget.succeeded() }
        #expect(budget.tokens == RetryBudget.capacity)
    }
}
