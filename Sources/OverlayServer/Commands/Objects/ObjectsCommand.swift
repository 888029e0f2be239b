import ArgumentParser
import Foundation
import Store

/// Looks into MPR's two buckets, as its Python module `core/storage` does.
struct ObjectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "objects",
        abstract: "List, get, put and presign objects of the two buckets, in (source videos) and out.",
        subcommands: [
            ListObjectsCommand.self, GetObjectCommand.self, PutObjectCommand.self, PresignObjectCommand.self,
            TemporaryObjectCommand.self,
        ]
    )
}

extension MediaStorage {
    /// The buckets that the environment variables name; opens nothing else.
    static func configured() async throws -> MediaStorage {
        try await Stores.configured().media
    }
}

extension MediaStorage.Bucket: ExpressibleByArgument {}
extension PresignedCall.Method: ExpressibleByArgument {
    init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
