import Foundation
import Render
import Store

/// Every object of a running process, built once from the configuration and passed on.
struct Services: Sendable {
    let configuration: Configuration
    let objects: any ObjectStore
    let stageOutputs: any StageOutputStore
    /// Opens the stage outputs for the commands that bring data in.
    let makeWriter: @Sendable () throws -> any StageOutputWriter
    /// `nil` where another server serves the objects.
    let objectURLSigner: ObjectURLSigner?
    let job: OverlayJob
    let draining = Draining()

    /// How many calls to the file system may block at once.
    private static let blockingThreadCount = 8
    /// How many bytes of frames and of stage outputs are kept in memory.
    private static let frameCacheBytes = 256 << 20
    private static let stageOutputCacheBytes = 256 << 20

    /// The services that the environment variables ask for. Blocks; meant for the start.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let configuration = try Configuration(environment: environment, processorCount: processors)
        let folder = configuration.dataDirectory
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ConfigurationError(faults: ["OVERLAY_DATA_DIR: the folder \(folder) cannot be made."])
        }
        let secret = try ObjectURLSecret.load(from: folder + "/url-secret")
        let signer = ObjectURLSigner(baseURL: configuration.publicURL, secret: secret)
        let objects = try DirectoryObjectStore(
            root: "\(folder)/\(Configuration.outBucket)",
            bucket: Configuration.outBucket,
            signer: signer,
            threads: BlockingThreads(count: Self.blockingThreadCount)
        )
        let database = folder + "/overlay.sqlite"
        try self.init(
            configuration: configuration,
            objects: objects,
            stageOutputs: SQLiteStageOutputStore(path: database),
            makeWriter: { try SQLiteStageOutputWriter(path: database) },
            objectURLSigner: signer
        )
    }

    /// As above, with stores of the caller's own.
    init(
        configuration: Configuration,
        objects: any ObjectStore,
        stageOutputs: any StageOutputStore,
        makeWriter: @escaping @Sendable () throws -> any StageOutputWriter,
        objectURLSigner: ObjectURLSigner?
    ) throws {
        self.configuration = configuration
        self.objects = objects
        self.stageOutputs = stageOutputs
        self.makeWriter = makeWriter
        self.objectURLSigner = objectURLSigner
        let fonts = FontFiles(paths: configuration.fontPaths)
        let stages = StageReader(store: stageOutputs, cacheBytes: Self.stageOutputCacheBytes)
        job = OverlayJob(
            stages: stages,
            catalog: FrameCatalog(objects: objects, stages: stages, template: configuration.frameKeyTemplate),
            frames: FrameSource(
                objects: objects,
                cache: FrameCache(byteLimit: Self.frameCacheBytes),
                limits: configuration.imageLimits
            ),
            objects: objects,
            painter: Painter(text: try TextEngine(fonts: fonts.sources), limits: configuration.imageLimits),
            admission: AdmissionLimit(
                concurrency: configuration.renderConcurrency,
                queueLimit: configuration.queueLimit
            ),
            settings: OverlaySettings(
                overlayKeyPrefix: configuration.overlayKeyPrefix,
                urlExpirySeconds: configuration.urlExpirySeconds,
                fontIdentity: fonts.identity
            )
        )
    }
}
