import Foundation
import OverlayService
import Render
import Store

/// Every object of a running process, built once from the configuration and passed on.
struct Services: Sendable {
    let configuration: Configuration
    let stores: Stores
    let job: OverlayJob
    let draining: Draining

    /// Frames and overlays.
    let objects: any ObjectStore
    let thumbnails: Thumbnails
    let clips: ClipMaker

    /// The services that the environment variables ask for.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) async throws {
        let configuration = try Configuration.current(environment)
        try self.init(
            configuration: configuration,
            stores: try await Stores(configuration, environment: environment),
            ffmpeg: try? FFmpeg(path: environment["PATH"] ?? "")
        )
    }

    /// As above, with stores of the caller's own, and an ffmpeg where there is one. `now` is the clock by which what is known of
    /// frames grows old.
    init(
        configuration: Configuration,
        stores: Stores,
        ffmpeg: FFmpeg? = nil,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        self.configuration = configuration
        self.stores = stores
        draining = Draining(seconds: configuration.drainSeconds)
        let objects = MeteredObjectStore(stores.media.store(.out))
        self.objects = objects
        let fonts = FontFiles(paths: configuration.fontPaths)
        let stages = StageReader(
            store: stores.stageOutputs,
            rowsLifetime: .milliseconds(configuration.rowsMilliseconds),
            cacheBytes: configuration.stageCacheBytes,
            limitName: Configuration.stageCacheVariable,
            formats: configuration.stageOutputFormats,
            classNames: configuration.classNames
        )
        job = OverlayJob(
            stages: stages,
            catalog: FrameCatalog(
                objects: objects,
                stages: stages,
                template: configuration.frameKeyTemplate,
                numberBase: configuration.frameNumberBase,
                now: now
            ),
            frames: FrameSource(
                objects: objects,
                cache: FrameCache(byteLimit: configuration.frameCacheBytes),
                limits: configuration.imageLimits,
                now: now
            ),
            objects: objects,
            masks: MaskPictures(objects, configuration.frameKeyTemplate, configuration.imageLimits),
            painter: Painter(text: try TextEngine(fonts: fonts.sources), limits: configuration.imageLimits),
            limits: WorkLimits(
                renderConcurrency: configuration.renderConcurrency,
                queueLimit: configuration.queueLimit,
                ioConcurrency: configuration.ioConcurrency,
                renderBytes: configuration.renderBytes
            ),
            settings: OverlaySettings(
                overlayKeyPrefix: configuration.overlayKeyPrefix,
                urlExpirySeconds: configuration.urlExpirySeconds,
                deadlineSeconds: configuration.overlayDeadlineSeconds,
                knownSeconds: configuration.knownOverlaySeconds,
                drawingStamp: DrawingStamp.text(configuration, fonts)
            )
        )
        thumbnails = Thumbnails(
            frames: job.frames,
            limits: job.limits,
            imageLimits: configuration.imageLimits,
            byteLimit: configuration.thumbnailCacheBytes
        )
        clips = ClipMaker(job: job, ffmpeg: ffmpeg, concurrency: configuration.renderConcurrency)
    }
}
