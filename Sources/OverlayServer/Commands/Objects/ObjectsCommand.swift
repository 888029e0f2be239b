import ArgumentParser
import Foundation
import OverlayService
import Store

/// Looks into MPR's two buckets, as its Python module `core/storage` does.
struct ObjectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "objects",
        abstract: "List, get, put and presign objects of the two buckets, in (source videos) and out.",
        discussion: """
            EXAMPLES
              overlay-server objects list out timelines/T/frames/
              overlay-server objects get in videos/a.mp4 a.mp4
              overlay-server objects presign out overlays/T/J/S/000000-….jpg --expires 600
            """,
        subcommands: [
            ListObjectsCommand.self, GetObjectCommand.self, PutObjectCommand.self, PresignObjectCommand.self,
            TemporaryObjectCommand.self,
        ]
    )
}

extension MediaBuckets {
    /// The buckets that the environment variables name; opens nothing else.
    static func configured() async throws -> MediaBuckets {
        try await Stores.configured().media
    }
}

extension MediaBuckets.Bucket: ExpressibleByArgument {}
extension PresignedCall.Method: ExpressibleByArgument {
    init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

/// Copies an object into a temporary file.
struct TemporaryObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "temp",
        abstract: "Copy an object into a new temporary file and print its path; removing it is yours."
    )

    @Argument(help: "in or out.")
    var bucket: MediaBuckets.Bucket
    @Argument(help: "The object's key.")
    var key: String

    func run() async throws {
        print(try await MediaBuckets.configured().downloadToTemp(ObjectKey(key), from: bucket))
    }
}

/// Copies an object into a file.
struct GetObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Copy an object into a file.")

    @Argument(help: "in or out.")
    var bucket: MediaBuckets.Bucket
    @Argument(help: "The object's key.")
    var key: String
    @Argument(help: "The file; replaced where it exists. Default: the key's last part, here.")
    var file: String?

    func run() async throws {
        let key = try ObjectKey(key)
        let path = file ?? key.segments.last ?? key.text
        let info = try await MediaBuckets.configured().downloadFile(key, from: bucket, to: path)
        print("\(path): \(info.size) bytes")
    }
}

/// Stores a file as an object.
struct PutObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Store a file as an object, replacing one that is there."
    )

    @Argument(help: "in or out.")
    var bucket: MediaBuckets.Bucket
    @Argument(help: "The file.", completion: .file())
    var file: String
    @Argument(help: "The object's key.")
    var key: String

    func run() async throws {
        let key = try ObjectKey(key)
        try await MediaBuckets.configured().uploadFile(file, as: key, to: bucket)
        print(key)
    }
}

/// Makes a URL that anybody can open for some time.
struct PresignObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presign",
        abstract: "Print a URL that anybody can open for some time."
    )

    @Argument(help: "in or out.")
    var bucket: MediaBuckets.Bucket
    @Argument(help: "The object's key.")
    var key: String
    @Option(help: "Seconds until the URL ends, 1 to 604800.")
    var expires: Int?
    @Option(help: "What the URL is good for: get, head or put.")
    var method = PresignedCall.Method.get
    @Option(help: "What the browser is to call the file it saves.")
    var downloadName: String?

    func run() async throws {
        let seconds = try expires ?? Configuration.current().urlExpirySeconds
        let disposition = downloadName.map { "attachment; filename*=UTF-8''\($0.percentEncoded())" }
        let url = try await MediaBuckets.configured().presignedURL(
            try ObjectKey(key),
            in: bucket,
            PresignedCall(method, contentDisposition: disposition),
            expiresIn: seconds,
            at: Date()
        )
        print(url.url)
    }
}

/// Lists the objects of a bucket.
struct ListObjectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "Print the objects of a bucket: key, bytes and time, divided by tabs; a JSON object each with --json."
    )

    @Argument(help: "in or out.")
    var bucket: MediaBuckets.Bucket
    @Argument(help: "What the keys begin with.")
    var prefix = ""
    @Flag(help: "Print a JSON object for each, a line each.")
    var json = false

    func run() async throws {
        try await MediaBuckets.configured().listObjects(in: bucket, prefix: prefix) { page in
            for entry in page.objects { print(try json ? ObjectLine(entry).json : ObjectLine(entry).text) }
            for name in page.unusableKeys {
                FileHandle.standardError.write(Data("left out, no usable key: \(name.debugDescription)\n".utf8))
            }
        }
    }
}

/// One object of a listing, as it is printed.
private struct ObjectLine: Encodable {
    let key: String
    let bytes: Int?
    let last_modified: String?

    init(_ entry: ObjectEntry) {
        key = entry.key.text
        bytes = entry.size
        last_modified = entry.lastModified?.formatted(.iso8601)
    }

    var text: String { "\(key)\t\(bytes.map { "\($0)" } ?? "-")\t\(last_modified ?? "-")" }

    var json: String { get throws { String(decoding: try CanonicalJSON.encode(self), as: UTF8.self) } }
}
