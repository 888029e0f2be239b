import Foundation
import Logging
import Store

/// The stores of a running process, opened as the configuration says.
struct Stores: Sendable {
    let media: MediaBuckets
    let stageOutputs: any StageOutputStore
    /// Opens the stage outputs for the commands that bring data in.
    let makeWriter: @Sendable () throws -> any StageOutputWriter
    /// `nil` where the objects have URLs of their own.
    let objectURLSigner: ObjectURLSigner?

    /// How many calls to the file system may block at once.
    private static let blockingThreadCount = 8

    /// Connects to nothing yet, but to what says which credentials and region there are.
    init(_ configuration: Configuration, environment: [String: String]) async throws {
        let threads = BlockingThreads(count: Self.blockingThreadCount)
        let folder = configuration.dataDirectory
        if configuration.usesDataDirectory { try Self.make(folder) }
        switch configuration.stageOutputs {
        case .sqlite:
            let path = folder + "/overlay.sqlite"
            stageOutputs = SQLiteStageOutputStore(path: path)
            makeWriter = { try SQLiteStageOutputWriter(path: path) { Self.tellOfWait(for: path) } }
        case .postgres(let url, let table, let checkpoints):
            var settings = PostgresSettings()
            settings.connectTimeout = .seconds(configuration.connectTimeoutSeconds)
            settings.firstRowTimeout = .seconds(configuration.firstByteTimeoutSeconds)
            stageOutputs = try PostgresStageOutputStore(
                url: url,
                table: table,
                checkpoints: checkpoints,
                settings: settings
            )
            makeWriter = { [settings] in try PostgresStageOutputWriter(url: url, table: table, settings: settings) }
        }
        switch configuration.objects {
        case .folders:
            let secret = try ObjectURLSecret.load(from: folder + "/url-secret")
            let signer = ObjectURLSigner(baseURL: configuration.publicURL, secret: secret)
            objectURLSigner = signer
            media = try Self.folders(folder, signer: signer, threads: threads)
        case .s3(let place):
            objectURLSigner = nil
            var settings = TransferSettings()
            settings.connectTimeout = .seconds(configuration.connectTimeoutSeconds)
            settings.stallTimeout = .seconds(configuration.firstByteTimeoutSeconds)
            media = try await Self.buckets(place, environment: environment, settings, threads: threads)
        }
    }

    /// The stores that the environment variables name.
    static func configured(_ environment: [String: String] = ProcessInfo.processInfo.environment) async throws -> Stores
    {
        try await Stores(Configuration.current(environment), environment: environment)
    }

    /// Stores of the caller's own.
    init(
        media: MediaBuckets,
        stageOutputs: any StageOutputStore,
        makeWriter: @escaping @Sendable () throws -> any StageOutputWriter,
        objectURLSigner: ObjectURLSigner?
    ) {
        self.media = media
        self.stageOutputs = stageOutputs
        self.makeWriter = makeWriter
        self.objectURLSigner = objectURLSigner
    }

    private static func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ConfigurationError(faults: ["OVERLAY_DATA_DIR: the folder \(folder) cannot be made."])
        }
    }

    private static func tellOfWait(for path: String) {
        let message = "overlay-server: waiting for \(path), which another process is writing to\n"
        FileHandle.standardError.write(Data(message.utf8))
    }

    @Sendable
    private static func log(_ notice: String) { Logger(label: "overlay-server").warning("\(notice)") }

    private static func folders(
        _ folder: String,
        signer: ObjectURLSigner,
        threads: BlockingThreads
    ) throws -> MediaBuckets {
        func store(_ bucket: String) throws -> DirectoryObjectStore {
            try DirectoryObjectStore(root: "\(folder)/\(bucket)", bucket: bucket, signer: signer, threads: threads)
        }
        return MediaBuckets(
            in: try store(Configuration.inBucket),
            out: try store(Configuration.outBucket),
            threads: threads
        )
    }

    private static func buckets(
        _ place: S3Place,
        environment: [String: String],
        _ transfers: TransferSettings,
        threads: BlockingThreads
    ) async throws -> MediaBuckets {
        var settings = transfers
        settings.caBundlePath = environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
        let engine = TransferEngine(settings)
        let variables = CredentialsEnvironment(variables: environment, home: environment["HOME"])
        let chain = CredentialsChain(environment: variables, engine: engine, threads: threads)
        let profile =
            place.region == nil || place.readsProfileEndpoint ? try await chain.profileSettings() : ProfileSettings()
        let credentials = CredentialsProvider(chain: chain)
        func store(_ bucket: String) throws -> S3ObjectStore {
            let settings = try place.settings(bucket: bucket, profile)
            return S3ObjectStore(settings, credentials: credentials, engine: engine, notice: Self.log)
        }
        return MediaBuckets(in: try store(place.inBucket), out: try store(place.outBucket), threads: threads)
    }
}
