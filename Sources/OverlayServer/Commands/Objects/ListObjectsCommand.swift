import ArgumentParser
import Foundation
import Store

/// Lists the objects of a bucket.
struct ListObjectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "Print the objects of a bucket: key, bytes and time, divided by tabs; a JSON object each with --json."
    )

    @Argument(help: "in or out.")
    var bucket: MediaStorage.Bucket
    @Argument(help: "What the keys begin with.")
    var prefix = ""
    @Flag(help: "Print a JSON object for each, a line each.")
    var json = false

    func run() async throws {
        try await MediaStorage.configured().listObjects(in: bucket, prefix: prefix) { page in
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
    let bytes: Int
    let last_modified: String

    init(_ entry: ObjectEntry) {
        key = entry.key.text
        bytes = entry.size
        last_modified = entry.lastModified.formatted(.iso8601)
    }

    var text: String { "\(key)\t\(bytes)\t\(last_modified)" }

    var json: String { get throws { String(decoding: try JSONResponse.encode(self), as: UTF8.self) } }
}
