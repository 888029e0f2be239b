import Foundation
import Synchronization

/// Sends requests to one bucket: signs each attempt anew, and remembers what refusals taught about region and clock.
final class S3Client: Sendable {
    private struct Learned {
        var bearings: S3Bearings
        var budget = RetryBudget()
        var knowsConditions = true
    }

    let settings: S3Settings
    private let credentials: CredentialsProvider
    private let engine: TransferEngine
    private let clock: @Sendable () -> Date
    private let notice: @Sendable (String) -> Void
    private let keys = SigningKeyCache()
    private let learned: Mutex<Learned>
    private let watch: StoreWatch

    init(
        _ settings: S3Settings,
        credentials: CredentialsProvider,
        engine: TransferEngine,
        clock: @escaping @Sendable () -> Date,
        notice: @escaping @Sendable (String) -> Void
    ) {
        self.notice = notice
        self.settings = settings
        self.credentials = credentials
        self.engine = engine
        self.clock = clock
        learned = Mutex(Learned(bearings: S3Bearings(region: settings.initialRegion)))
        watch = StoreWatch { await Self.answers(settings, engine) }
    }

    /// Whether anything comes from the store, be it that this is forbidden.
    private static func answers(_ settings: S3Settings, _ engine: TransferEngine) async -> Bool {
        let url = settings.endpoint(in: settings.initialRegion).url(bucket: settings.bucket)
        let timeout = StoreWatch.probeTimeout
        let request = HTTPRequest(method: .head, url: url.text, responseLimit: 0, deadline: timeout)
        do throws(TransferError) {
            _ = try await engine.send(request)
            return true
        } catch {
            if case .responseTooLarge = error { return true }
            return false
        }
    }

    /// What refusals have taught so far; at first the settings' region and this machine's clock.
    var bearings: S3Bearings { learned.withLock { $0.bearings } }

    /// Whether puts can be told to create and never to replace, as far as is known.
    var knowsConditions: Bool { learned.withLock(\.knowsConditions) }

    /// This machine's time.
    var now: Date { clock() }

    /// The answer to `request`, which is tried again where that may help, for `seconds` or as long as the settings say.
    func send(_ request: S3Request, within seconds: Double? = nil) async throws(S3Failure) -> HTTPResponse {
        var attempts = S3Attempts(self, within: seconds)
        while true {
            do throws(S3Failure) {
                return try await attempt(request, &attempts)
            } catch {
                try await attempts.recover(from: error)
            }
        }
    }

    /// The answer to `request`, which is sent once. Throws everything but success.
    func attempt(_ request: S3Request, _ attempts: inout S3Attempts) async throws(S3Failure) -> HTTPResponse {
        if let absence = await watch.absence() { throw .away(absence) }
        let now = now
        let credentials = try await currentCredentials(at: now)
        attempts.updateBearings()
        let response = try await transfer(signed(request, by: credentials, at: now, attempts))
        guard 200..<300 ~= response.status, !(request.mayAnswerWithError && response.isError) else {
            let failure = S3Failure.refused(S3ErrorAnswer(response))
            if failure.kind == .expired { await self.credentials.refusedAsExpired(credentials) }
            throw failure
        }
        learned.withLock { $0.budget.succeeded() }
        return response
    }

    private func transfer(_ request: HTTPRequest) async throws(S3Failure) -> HTTPResponse {
        let start = ContinuousClock.now
        do throws(TransferError) {
            let response = try await engine.send(request)
            watch.answered()
            return response
        } catch {
            if error.isSilence { watch.ranOut(since: start) }
            throw .transfer(error)
        }
    }

    /// Nobody could be reached since `start`, however often it was tried.
    func gaveUp(since start: ContinuousClock.Instant) { watch.ranOut(since: start) }

    /// A URL that anybody can send `method` to for `seconds` from `now`, and the time at which it ends.
    func presigned(
        _ method: HTTPMethod,
        key: String,
        query: [S3QueryItem],
        expiresIn seconds: Int,
        at now: Date
    ) async throws(S3Failure) -> PresignedURL {
        let credentials = try await currentCredentials(at: now)
        let bearings = bearings
        let start = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        let lifetime = credentials.expiresAt.flatMap { Int(exactly: $0.timeIntervalSince(start).rounded(.down)) }
        let seconds = max(1, min(seconds, lifetime ?? seconds))
        let signer = SigV4(credentials: credentials, region: bearings.region, keys: keys)
        let url = settings.publicEndpoint(in: bearings.region).url(bucket: settings.bucket, key: key, query: query)
        return PresignedURL(
            url: signer.presigned(method, url, expiresIn: seconds, at: start.addingTimeInterval(bearings.clockOffset)),
            expiresAt: start.addingTimeInterval(Double(seconds))
        )
    }

    private func signed(
        _ request: S3Request,
        by credentials: S3Credentials,
        at now: Date,
        _ attempts: S3Attempts
    ) -> HTTPRequest {
        let region = attempts.bearings.region
        let url = settings.endpoint(in: region).url(bucket: settings.bucket, key: request.key, query: request.query)
        let headers = SigV4(credentials: credentials, region: region, keys: keys).signed(
            request.method,
            url,
            headers: request.headers,
            payloadDigest: request.payloadDigest,
            at: now.addingTimeInterval(attempts.bearings.clockOffset)
        )
        return HTTPRequest(
            method: request.method,
            url: url.text,
            headers: headers,
            body: request.body,
            responseLimit: request.responseLimit,
            deadline: attempts.remaining,
            stallTimeout: request.isSlow ? attempts.remaining : nil
        )
    }

    private func currentCredentials(at now: Date) async throws(S3Failure) -> S3Credentials {
        do throws(CredentialsError) {
            return try await credentials.credentials(at: now)
        } catch {
            throw .credentials(error)
        }
    }
}

/// What failures teach.
extension S3Client {
    /// Objects are looked for before they are put, from now on. Says so once.
    func learnConditionsAreUnknown() {
        let isNew = learned.withLock { learned in
            defer { learned.knowsConditions = false }
            return learned.knowsConditions
        }
        guard isNew else { return }
        notice(
            "The object store does not know conditional puts (501): bucket \(settings.bucket) is looked into before each put."
        )
    }

    /// Whether the store's budget allows another attempt after `failure`.
    func takeRetry(after failure: S3Failure) -> Bool {
        learned.withLock { $0.budget.take(for: failure) }
    }

    /// Takes over the region that the store named; false where the attempt was for that one.
    func learnRegion(from answer: S3ErrorAnswer, unlike used: S3Bearings) -> Bool {
        guard let region = answer.region, !region.isEmpty, region != used.region else { return false }
        learned.withLock { $0.bearings.region = region }
        return true
    }

    /// Takes over the store's time; false where it agrees with what the attempt was signed with.
    func learnClock(from answer: S3ErrorAnswer, unlike used: S3Bearings) -> Bool {
        guard let offset = answer.clockOffset(at: now) else { return false }
        guard abs(used.clockOffset - offset) > S3ErrorAnswer.toleratedSkewSeconds else { return false }
        learned.withLock { $0.bearings.clockOffset = offset }
        return true
    }
}

extension S3ErrorAnswer {
    /// A clock that is this far off gets no request refused, in seconds.
    static let toleratedSkewSeconds = 240.0

    /// The store's clock less `now`, in seconds; `nil` where the answer names no time.
    func clockOffset(at now: Date) -> Double? {
        date.flatMap(HTTPDate.date).map { $0.timeIntervalSince(now).rounded() }
    }
}

extension HTTPResponse {
    /// Whether the body of this successful answer says that it failed after all.
    fileprivate var isError: Bool {
        // A store may send white space for as long as it works on a request.
        let start = String(decoding: body.drop { $0 <= UInt8(ascii: " ") }.prefix(256), as: UTF8.self)
        return start.contains("<Error>") || start.contains("<Error ")
    }
}

/// One operation on a bucket, before it is addressed and signed.
struct S3Request: Sendable {
    let method: HTTPMethod
    /// The object's name, not encoded; empty for the bucket itself.
    let key: String
    var query: [S3QueryItem] = []
    var headers: HTTPHeaders = [:]
    /// How many bytes of the answer's body are taken.
    var responseLimit = 1 << 20
    /// A successful answer with a body that is an `<Error>` is a failure. Not looked for in objects, which may be anything.
    var mayAnswerWithError = true
    /// A store may work on it for minutes before it answers.
    var isSlow = false
    private(set) var body: [UInt8] = []
    /// The body's SHA-256 in hexadecimal digits.
    private(set) var payloadDigest = Self.emptyDigest

    private static let emptyDigest = SHA256Digest(of: []).hex

    init(_ method: HTTPMethod, key: String = "", query: [S3QueryItem] = []) {
        self.method = method
        self.key = key
        self.query = query
    }

    /// The same request with a body.
    func with(body: [UInt8]) -> S3Request {
        var request = self
        request.body = body
        request.payloadDigest = SHA256Digest(of: body).hex
        return request
    }
}
