import ArgumentParser
import Foundation
import Store

/// Copies an object into a temporary file.
struct TemporaryObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "temp",
        abstract: "Copy an object into a new temporary file and print its path; removing it is yours."
    )

    @Argument(help: "in or out.")
    var bucket: MediaStorage.Bucket
    @Argument(help: "The object's key.")
    var key: String

    func run() async throws {
        print(try await MediaStorage.configured().downloadToTemp(ObjectKey(key), from: bucket))
    }
}
