import Foundation
import Testing

/// A program run as a user runs it.
struct Program {
    let status: Int32
    /// Standard output and standard error, in the order they came.
    let output: String

    /// Runs `overlay-server` with nothing but `environment` around it.
    static func overlayServer(_ arguments: [String], _ environment: [String: String]) async throws -> Program {
        try await run(overlayServer.path, arguments, environment)
    }

    /// Where the program lies.
    static var overlayServer: URL {
        URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent().appending(
            path: "overlay-server"
        )
    }

    static func run(
        _ path: String,
        _ arguments: [String],
        _ environment: [String: String]
    ) async throws -> Program {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        return await withCheckedContinuation { continuation in
            Thread {
                let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                continuation.resume(returning: Program(status: process.terminationStatus, output: output))
            }.start()
        }
    }
}
