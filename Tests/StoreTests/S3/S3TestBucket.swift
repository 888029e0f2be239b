import Foundation
import TestSupport

@testable import Store

/// An empty bucket of one test's own on one of the servers.
struct S3TestBucket: Sendable {
    let name = "t-\(UUID().uuidString.lowercased())"
    let endpoint: String
    let servers: S3Servers
    private let engine = TransferEngine()

    init(_ servers: S3Servers, at endpoint: String) {
        self.servers = servers
        self.endpoint = endpoint
    }

    /// More at once than a small server has room for in its queue of connections would find nobody at its address.
    private static let turns = Turns(count: 12)

    /// Calls `body` with a store of the bucket, which is gone afterwards; a few at once.
    func withStore(_ body: (S3ObjectStore) async throws -> Void) async throws {
        await Self.turns.take()
        defer { Task { await Self.turns.giveBack() } }
        let store = try store()
        _ = try await store.client.send(S3Request(.put))
        do {
            try await body(store)
        } catch {
            try await remove(store)
            throw error
        }
        try await remove(store)
    }

    /// A client of the bucket, of its own settings, credentials, engine and clock.
    func store(
        at endpoint: String? = nil,
        accessKeyID: String? = nil,
        secret: String? = nil,
        engine: TransferEngine? = nil,
        _ change: (inout S3Settings) -> Void = { _ in },
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws -> S3ObjectStore {
        var settings = S3Settings(bucket: name, endpoint: try S3Endpoint(endpoint ?? self.endpoint))
        change(&settings)
        let credentials = S3Credentials(
            accessKeyID: accessKeyID ?? servers.accessKeyID,
            secretAccessKey: secret ?? servers.secretAccessKey
        )
        return S3ObjectStore(settings, credentials: .fixed(credentials), engine: engine ?? self.engine, clock: clock)
    }

    /// A proxy in front of the bucket's server.
    func proxy(_ kind: FaultProxy.Kind = .http) throws -> FaultProxy {
        guard let port = endpoint.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw S3EndpointError(endpoint)
        }
        return try FaultProxy(to: port, kind)
    }

    /// What boto3 answers to `calls`, which are for this bucket.
    func boto3(_ calls: [Boto3Call]) async throws -> [Boto3Answer] {
        let calls = calls.map { call in
            var call = call
            call.bucket = name
            return call
        }
        return try await servers.boto3(calls, at: endpoint)
    }

    private func remove(_ store: S3ObjectStore) async throws {
        while let page = try? await store.list(prefix: "", after: nil, limit: 1000), !page.objects.isEmpty {
            await withTaskGroup(of: Void.self) { group in
                for object in page.objects { group.addTask { try? await store.delete(object.key) } }
            }
        }
        _ = try? await store.client.send(S3Request(.delete))
    }
}

/// Lets so many in at once, in the order in which they come.
private actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

extension CredentialsProvider {
    /// Always gives the same.
    static func fixed(_ credentials: S3Credentials) -> CredentialsProvider {
        CredentialsProvider(policy: RefreshPolicy(), clock: { Date() }) { (_) throws(CredentialsError) in credentials }
    }
}
