import ArgumentParser
import Foundation
import Store

/// Copies an object into a file.
struct GetObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "get", abstract: "Copy an object into a file.")

    @Argument(help: "in or out.")
    var bucket: MediaStorage.Bucket
    @Argument(help: "The object's key.")
    var key: String
    @Argument(help: "The file; replaced where it exists. Default: the key's last part, here.")
    var file: String?

    func run() async throws {
        let key = try ObjectKey(key)
        let path = file ?? key.segments.last ?? key.text
        let info = try await MediaStorage.configured().downloadFile(key, from: bucket, to: path)
        print("\(path): \(info.size) bytes")
    }
}
