import ArgumentParser
import Foundation
import Store

/// Measures an S3 server; `scripts/bench` runs it beside boto3 and curl.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract:
            "Time requests to the store that S3_ENDPOINT_URL and S3_BUCKET_OUT name; prints rates and CPU time, as JSON."
    )

    enum Work: String, ExpressibleByArgument { case get, put, presign }

    @Argument(help: "get, put or presign.")
    var work: Work
    @Option(help: "How many requests, or URLs.")
    var count = 1000
    @Option(help: "How many requests are under way at once.")
    var inFlight = 16
    @Option(help: "How large each object is.")
    var bytes = 200_000

    @Flag(help: "Get objects that another client has put, of that size, instead of putting them first.")
    var foreign = false

    func run() async throws {
        let store = try Self.store(ProcessInfo.processInfo.environment)
        let keys = try (0..<64).map { try ObjectKey("bench/\($0)") }
        let body = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        if work == .get, !foreign {
            for key in keys { try await Self.put(key, body, in: store) }
        }
        let start = (ContinuousClock.now, Self.cpuSeconds)
        switch work {
        case .presign: try await presign(keys, in: store)
        case .get, .put: try await request(keys, body, in: store)
        }
        let seconds = (ContinuousClock.now - start.0) / .seconds(1)
        let measures = [
            "per_second": Double(count) / seconds,
            "cpu_ms_each": (Self.cpuSeconds - start.1) * 1000 / Double(count),
        ]
        print(String(decoding: try JSONEncoder().encode(measures), as: UTF8.self))
    }

    private static func store(_ environment: [String: String]) throws -> S3ObjectStore {
        guard let bucket = environment["S3_BUCKET_OUT"], let url = environment["S3_ENDPOINT_URL"] else {
            throw ValidationError("Set S3_BUCKET_OUT and S3_ENDPOINT_URL.")
        }
        let engine = TransferEngine()
        let variables = CredentialsEnvironment(variables: environment, home: environment["HOME"])
        let chain = CredentialsChain(environment: variables, engine: engine, threads: BlockingThreads(count: 1))
        let style = S3AddressingStyle.automatic
        let endpoint = try S3Endpoint(url, style: style)
        let settings = S3Settings(
            bucket: bucket,
            endpoint: endpoint,
            publicEndpoint: nil,
            region: environment["AWS_REGION"],
            style: style
        )
        return S3ObjectStore(settings, credentials: CredentialsProvider(chain: chain), engine: engine)
    }

    private func presign(_ keys: [ObjectKey], in store: any ObjectStore) async throws {
        let now = Date()
        for index in 0..<count {
            _ = try await store.presignedURL(for: keys[index % keys.count], expiresIn: 3600, at: now)
        }
    }

    private func request(_ keys: [ObjectKey], _ body: [UInt8], in store: any ObjectStore) async throws {
        let (count, lanes) = (count, inFlight)
        let isPut = work == .put
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    for index in stride(from: lane, to: count, by: lanes) {
                        let key = keys[index % keys.count]
                        if isPut {
                            try await Self.put(key, body, in: store)
                        } else {
                            _ = try await store.get(key, limit: body.count)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func put(_ key: ObjectKey, _ body: [UInt8], in store: any ObjectStore) async throws {
        _ = try await store.put(key, body, contentType: "application/octet-stream", mode: .overwrite)
    }

    /// What this process has used so far, in user and system mode.
    private static var cpuSeconds: Double {
        var time = timespec()
        // Safety: the system fills the structure it is given.
        guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
