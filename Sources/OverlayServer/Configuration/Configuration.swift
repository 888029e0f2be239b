import Detections
import Foundation
import OverlayService
import Store

/// Everything that is set from outside, from environment variables and checked once, at start.
struct Configuration: Sendable {
    let objects: Objects
    let stageOutputs: StageOutputs
    /// Where objects and the database lie that are not elsewhere: `mpr-media-in/`, `mpr-media-out/`, `overlay.sqlite`.
    let dataDirectory: String
    let frameKeyTemplate: FrameKeyTemplate
    /// What the digits in the keys of frames count from, where `extract_frames` does not say.
    let frameNumberBase: NumberBase
    /// What the outputs of a stage are written in, by the stage's name.
    let stageOutputFormats: [String: String]
    /// Of outputs that have no names of their own.
    let classNames: ClassNames
    let overlayKeyPrefix: String
    let host: String
    let port: Int
    /// Of a listener for health and metrics alone; `nil` for none.
    let adminPort: Int?
    let clientLimits: ClientLimits
    /// What presigned URLs of the embedded store begin with.
    let publicURL: String
    let apiTokens: [String]
    let logFormat: LogFormat
    /// Origins whose pages may call; `*` for all.
    let corsOrigins: [String]
    /// Origins whose pages may show the viewer in a frame; `*` for all.
    let frameAncestors: [String]
    let urlExpirySeconds: Int
    let imageLimits: ImageLimits
    /// What is removed while the server serves.
    private(set) var pruningRules = PruningRules()
    /// How many overlays are drawn at once.
    let renderConcurrency: Int
    /// How many requests may wait for that before callers are turned away.
    let queueLimit: Int
    /// How many overlays of one range or batch are under way at once, most of them waiting for stores.
    let ioConcurrency: Int
    /// What all frames that are being worked on may take, decoded and drawn on.
    let renderBytes: Int
    /// How long a caller waits for one overlay at most.
    let overlayDeadlineSeconds: Int
    /// How long a stage is believed to have the rows that it had, and an overlay to be in the store.
    let rowsMilliseconds: Int
    let knownOverlaySeconds: Int
    /// How long a store or database may take to connect, and then to send its first byte.
    let connectTimeoutSeconds: Int
    let firstByteTimeoutSeconds: Int
    /// How long a server that is asked to stop takes requests while it says that it is not ready.
    let drainSeconds: Int
    /// How many bytes of frames, of their thumbnails and of stage outputs are kept in memory.
    let frameCacheBytes: Int
    let thumbnailCacheBytes: Int
    let stageCacheBytes: Int
    /// Where the viewer's files are read from; `nil` for those in the program.
    let viewerDirectory: String?
    /// Font files in the order in which they are tried; empty for the system's.
    let fontPaths: [String]

    /// Bucket of source videos, unless a variable names another.
    static let inBucket = "mpr-media-in"
    /// Folder of frames and overlays.
    static let outBucket = "mpr-media-out"

    /// What to raise where a stage output is too large.
    static let stageCacheVariable = "OVERLAY_STAGE_CACHE_BYTES"

    /// What the environment variables of this process say.
    static func current(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> Configuration {
        try Configuration(environment: environment, processorCount: ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Reads and checks all variables; the error has every fault found.
    init(environment: [String: String], processorCount: Int) throws(ConfigurationError) {
        var reader = ConfigurationReader(environment: environment)
        objects = reader.objects()
        stageOutputs = reader.stageOutputs()
        dataDirectory = reader.text("OVERLAY_DATA_DIR", default: "./overlay-data")
        frameKeyTemplate = reader.value(
            "FRAME_KEY_TEMPLATE",
            default: FrameKeyTemplate.standard,
            allowed: "a key that holds {timeline_id} and, in its last segment, {frame} before .jpg, .jpeg or .png",
            FrameKeyTemplate.init
        )
        let base = reader.number("FRAME_NUMBER_BASE", default: 0, in: 0...Int(Int32.max))
        frameNumberBase = reader.given("FRAME_NUMBER_BASE") == nil ? .undeclared : .declared(base)
        stageOutputFormats = reader.value(
            "STAGE_OUTPUT_FORMATS",
            default: [:],
            allowed: "pairs as detect_people=ultralytics, divided by commas, of: "
                + StageOutput.formatNames.joined(separator: ", "),
            ConfigurationReader.stageOutputFormats
        )
        classNames = reader.value(
            "STAGE_CLASS_NAMES",
            default: ClassNames(),
            allowed: "a file that can be read, with the name of a class on each line"
        ) { path in (try? String(contentsOfFile: path, encoding: .utf8)).map(ClassNames.init(lines:)) }
        overlayKeyPrefix = reader.value(
            "OVERLAY_KEY_PREFIX",
            default: "overlays/",
            allowed: "a key prefix that ends in a slash"
        ) { $0.hasSuffix("/") && !$0.hasPrefix("/") ? $0 : nil }
        host = reader.text("OVERLAY_HOST", default: "127.0.0.1")
        port = reader.number("OVERLAY_PORT", default: 8080, in: 1...65535)
        adminPort = reader.value(
            "OVERLAY_ADMIN_PORT",
            default: nil,
            allowed: "a whole number from 1 to 65535"
        ) { text in Int(text).flatMap { 1...65535 ~= $0 ? .some($0) : nil } }
        clientLimits = ClientLimits(
            headSeconds: reader.number("OVERLAY_HEAD_SECONDS", default: 10, in: 1...3600),
            bodySeconds: reader.number("OVERLAY_BODY_SECONDS", default: 30, in: 1...3600),
            idleSeconds: reader.number("OVERLAY_IDLE_SECONDS", default: 75, in: 1...86_400),
            connections: reader.number("OVERLAY_CONNECTION_LIMIT", default: 4096, in: 1...1_000_000)
        )
        publicURL = reader.value(
            "OVERLAY_PUBLIC_URL",
            default: "http://\(host.contains(":") ? "[\(host)]" : host):\(port)",
            allowed: "a URL that begins with http:// or https:// and has neither a query nor a fragment"
        ) { text in
            let text = text.hasSuffix("/") ? String(text.dropLast()) : text
            return text.wholeMatch(of: /https?:\/\/[^\/?#\s]+[^?#\s]*/) == nil ? nil : text
        }
        apiTokens = reader.tokens("OVERLAY_API_TOKENS")
        logFormat = reader.value("OVERLAY_LOG_FORMAT", default: .text, allowed: "text or json", LogFormat.init)
        corsOrigins = reader.value(
            "OVERLAY_CORS_ORIGINS",
            default: [],
            allowed: "origins as https://mpr.example, divided by commas, or *",
            ConfigurationReader.origins
        )
        frameAncestors = reader.value(
            "OVERLAY_FRAME_ANCESTORS",
            default: [],
            allowed: "origins as https://mpr.example, divided by commas, or *",
            ConfigurationReader.origins
        )
        urlExpirySeconds = reader.number("OVERLAY_URL_EXPIRY_SECONDS", default: 3600, in: 1...604_800)
        imageLimits = ImageLimits(
            maxBytes: reader.number("OVERLAY_MAX_FRAME_BYTES", default: 64 << 20, in: 1...(1 << 32)),
            maxPixels: reader.number("OVERLAY_MAX_FRAME_PIXELS", default: 100_000_000, in: 1...1_000_000_000)
        )
        renderConcurrency = reader.number("OVERLAY_RENDER_CONCURRENCY", default: processorCount, in: 1...1024)
        queueLimit = reader.number("OVERLAY_QUEUE_LIMIT", default: 64 * renderConcurrency, in: 0...1_000_000)
        ioConcurrency = reader.number("OVERLAY_IO_CONCURRENCY", default: min(8 * renderConcurrency, 1024), in: 1...1024)
        renderBytes = reader.number("OVERLAY_RENDER_BYTES", default: 512 << 20, in: 1...(1 << 40))
        overlayDeadlineSeconds = reader.number("OVERLAY_DEADLINE_SECONDS", default: 30, in: 1...86_400)
        rowsMilliseconds = reader.number("OVERLAY_ROWS_MILLISECONDS", default: 1000, in: 0...60_000)
        knownOverlaySeconds = reader.number("OVERLAY_KNOWN_SECONDS", default: 60, in: 0...86_400)
        connectTimeoutSeconds = reader.number("OVERLAY_CONNECT_TIMEOUT_SECONDS", default: 2, in: 1...300)
        firstByteTimeoutSeconds = reader.number("OVERLAY_FIRST_BYTE_TIMEOUT_SECONDS", default: 5, in: 1...300)
        pruningRules.unusedFor = reader.value(
            "OVERLAY_PRUNE_OLDER_THAN",
            default: nil,
            allowed: "a time as 30d, 12h or 90m"
        ) { text in PruningRules.duration(text).flatMap { $0 > .zero ? .some($0) : nil } }
        pruningRules.maxBytes = reader.value(
            "OVERLAY_PRUNE_MAX_BYTES",
            default: nil,
            allowed: "a size as 20G, 500M or a number of bytes"
        ) { text in PruningRules.bytes(text).map { .some($0) } }
        drainSeconds = reader.number("OVERLAY_DRAIN_SECONDS", default: 5, in: 0...3600)
        frameCacheBytes = reader.number("OVERLAY_FRAME_CACHE_BYTES", default: 256 << 20, in: 0...(1 << 40))
        thumbnailCacheBytes = reader.number("OVERLAY_THUMBNAIL_CACHE_BYTES", default: 64 << 20, in: 0...(1 << 40))
        stageCacheBytes = reader.number(Self.stageCacheVariable, default: 512 << 20, in: 1...(1 << 40))
        viewerDirectory = reader.given("OVERLAY_VIEWER_DIR")
        fontPaths = reader.text("OVERLAY_FONTS", default: "").split(separator: ":").map(String.init)
        if apiTokens.isEmpty, !["127.0.0.1", "::1", "localhost"].contains(host) {
            reader.fail(
                "OVERLAY_HOST",
                "\(host) can be reached from other machines: set OVERLAY_API_TOKENS, or 127.0.0.1"
            )
        }
        if !reader.faults.isEmpty { throw ConfigurationError(faults: reader.faults) }
    }

    /// What is in force, without secrets, a line each.
    var summary: [String] {
        [
            "objects: \(objectSummary)",
            "stage outputs: \(stageOutputSummary)",
            "frames: \(frameKeyTemplate)",
            "overlays: \(overlayKeyPrefix)…, URLs good for \(urlExpirySeconds) s",
            "drawing: \(renderConcurrency) at once, \(queueLimit) waiting",
            "callers: \(apiTokens.isEmpty ? "anyone on this machine" : "\(apiTokens.count) bearer token(s)")",
        ]
    }

    /// Whether anything lies in `dataDirectory`.
    var usesDataDirectory: Bool {
        switch (objects, stageOutputs) {
        case (.s3, .postgres): false
        default: true
        }
    }

    /// The name of the table of checkpoints, where there is one.
    var checkpointTable: String? {
        guard case .postgres(_, _, let checkpoints) = stageOutputs else { return nil }
        return checkpoints?.description
    }

    private var objectSummary: String {
        switch objects {
        case .folders: "\(dataDirectory)/\(Self.outBucket) (folder)"
        case .s3(let place): "bucket \(place.outBucket) at \(place.description)"
        }
    }

    private var stageOutputSummary: String {
        switch stageOutputs {
        case .sqlite: "\(dataDirectory)/overlay.sqlite (SQLite)"
        case .postgres(_, let table, _): "table \(table) in Postgres"
        }
    }
}

/// Environment variables that are set to something that is not allowed; all of them.
struct ConfigurationError: Error, CustomStringConvertible {
    /// A sentence each, beginning with the variable's name.
    let faults: [String]

    var description: String { faults.joined(separator: "\n") }
}

extension Configuration {
    enum LogFormat: String, Sendable {
        /// A line that a person reads.
        case text
        /// A JSON object on a line.
        case json
    }

    /// Where stage outputs lie.
    enum StageOutputs: Sendable {
        /// In `overlay.sqlite` in `OVERLAY_DATA_DIR`.
        case sqlite
        /// `checkpoints`: where the database says which job replays which; `nil` where it does not.
        case postgres(url: String, table: StageOutputTable, checkpoints: CheckpointTable?)
    }

    /// Where objects lie.
    enum Objects: Sendable {
        /// In folders of `OVERLAY_DATA_DIR`.
        case folders
        case s3(S3Place)
    }
}

/// An S3-compatible service and the two buckets there.
struct S3Place: Sendable {
    let inBucket: String
    let outBucket: String
    /// `nil` for Amazon's own.
    let endpoint: S3Endpoint?
    /// What presigned URLs are signed for; `nil` for the same.
    let publicEndpoint: S3Endpoint?
    /// `nil` where no variable names one.
    let region: String?
    let style: S3AddressingStyle
    /// Whether the profile of the shared files may name the endpoint.
    var readsProfileEndpoint = false

    var description: String {
        endpoint?.description ?? (readsProfileEndpoint ? "Amazon S3, or where the profile leads" : "Amazon S3")
    }

    /// How a store of the bucket is reached; what the profile says counts where no variable does. Throws where that is no address: elsewhere nobody
    /// wants the requests to go.
    func settings(bucket: String, _ profile: ProfileSettings) throws(ConfigurationError) -> S3Settings {
        var ofProfile: S3Endpoint?
        if readsProfileEndpoint, let text = profile.endpointURL {
            do throws(S3EndpointError) {
                ofProfile = try S3Endpoint(text, style: style)
            } catch {
                throw ConfigurationError(faults: ["endpoint_url in the profile of the shared files: \(error)."])
            }
        }
        return S3Settings(
            bucket: bucket,
            endpoint: endpoint ?? ofProfile,
            publicEndpoint: publicEndpoint,
            region: region ?? profile.region,
            style: style
        )
    }
}
