import ArgumentParser
import Foundation
import Store

/// Makes a URL that anybody can open for some time.
struct PresignObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presign",
        abstract: "Print a URL that anybody can open for some time."
    )

    @Argument(help: "in or out.")
    var bucket: MediaStorage.Bucket
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
        let url = try await MediaStorage.configured().presignedURL(
            try ObjectKey(key),
            in: bucket,
            PresignedCall(method, contentDisposition: disposition),
            expiresIn: seconds,
            at: Date()
        )
        print(url.url)
    }
}
