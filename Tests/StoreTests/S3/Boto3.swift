import Foundation
import TestSupport
import Testing

/// One call of boto3; `boto3_client.py` says which fields belong to which command.
struct Boto3Call: Encodable {
    var command: String
    var bucket = ""
    var key: String?
    var body: Data?
    var contentType: String?
    var prefix: String?
    var path: String?
    var method: String?

    init(_ command: String, key: String? = nil) {
        self.command = command
        self.key = key
    }
}

/// What boto3 answered, or what the server's error was.
struct Boto3Answer: Decodable {
    var body: Data?
    /// With its quotes.
    var etag: String?
    var contentType: String?
    var size: Int?
    var md5: String?
    var keys: [String]?
    var url: String?
    var error: String?
}

extension S3Servers {
    /// What boto3 answers to `calls` one after the other, in a process of its own.
    func boto3(_ calls: [Boto3Call], at endpoint: String) async throws -> [Boto3Answer] {
        let folder = try TemporaryFolder()
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try encoder.encode(calls).write(to: URL(filePath: folder.path("input")))
        try Data().write(to: URL(filePath: folder.path("output")))
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [Self.boto3ClientPath, endpoint, "batch"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["AWS_ACCESS_KEY_ID": accessKeyID, "AWS_SECRET_ACCESS_KEY": secretAccessKey]
        ) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder.path("input")))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.path("output")))
        try await process.runToEnd()
        #expect(process.terminationStatus == 0)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([Boto3Answer].self, from: Data(contentsOf: URL(filePath: folder.path("output"))))
    }
}

extension Process {
    /// Returns once the process has ended.
    fileprivate func runToEnd() async throws {
        try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in waiter.resume() }
            do {
                try run()
            } catch {
                waiter.resume(throwing: error)
            }
        }
    }
}
