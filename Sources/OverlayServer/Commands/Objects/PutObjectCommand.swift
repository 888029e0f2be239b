import ArgumentParser
import Foundation
import Store

/// Stores a file as an object.
struct PutObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Store a file as an object, replacing one that is there."
    )

    @Argument(help: "in or out.")
    var bucket: MediaStorage.Bucket
    @Argument(help: "The file.", completion: .file())
    var file: String
    @Argument(help: "The object's key.")
    var key: String

    func run() async throws {
        let key = try ObjectKey(key)
        try await MediaStorage.configured().uploadFile(file, as: key, to: bucket)
        print(key)
    }
}
