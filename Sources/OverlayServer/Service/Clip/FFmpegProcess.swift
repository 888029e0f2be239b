import Foundation
import Store

/// An ffmpeg at work, and what flows into it and out of it. It ends with this object at the latest.
///
/// One task may write while another reads; what it says is read all the time, so that it is never held up by that.
package final class FFmpegProcess: Sendable {
    private let process = Process()
    private let input: ChildStream
    private let output: ChildStream
    /// One that writes, one that reads, one that listens.
    private let threads = BlockingThreads(count: 3)
    private let exits = AsyncStream.makeStream(of: Int32.self)
    private let log: Task<String, Never>

    init(_ program: URL, _ arguments: [String], logBytes: Int) throws {
        let (input, output, errors) = (try ChildStream(), try ChildStream(), try ChildStream())
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = input.child
        process.standardOutput = output.child
        process.standardError = errors.child
        process.terminationHandler = { [continuation = exits.continuation] process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        try process.run()
        for stream in [input, output, errors] { stream.leaveChild() }
        (self.input, self.output) = (input, output)
        log = Task { [threads] in
            var text: [UInt8] = []
            while let piece = try? await threads.read(errors) {
                text = (text + piece).suffix(logBytes)
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    deinit { stop() }

    /// Returns when the process has taken the bytes, but for what the system keeps between. Throws `BrokenStream` where it
    /// takes no more.
    func write(_ bytes: [UInt8]) async throws {
        let input = input
        try await threads.run(ifCancelled: CancellationError() as any Error) { try input.write(bytes) }
    }

    /// Tells the process that nothing follows.
    package func endInput() { input.endWriting() }

    /// What the process has written by now, at least one byte, or `nil` at its end.
    func read() async throws -> [UInt8]? { try await threads.read(output) }

    /// Ends the process at once; what waits for it goes on.
    package func stop() {
        if process.isRunning { _ = kill(process.processIdentifier, SIGKILL) }
    }

    /// How the process has ended, and the end of what it said; waits for both.
    package func outcome() async -> (status: Int32, log: String) {
        let log = await log.value
        for await status in exits.stream { return (status, log) }
        return (-1, log)
    }

    /// Waits for the end. Throws `FFmpegError.failed` where it was none as it should be.
    func finish() async throws {
        let (status, log) = await outcome()
        guard status != 0 else { return }
        let lastLine = log.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it does not say why"
        throw FFmpegError.failed(status: status, lastLine: lastLine)
    }
}

/// That the process has ended before it was given everything.
struct BrokenStream: Error {}

extension BlockingThreads {
    fileprivate func read(_ stream: ChildStream) async throws -> [UInt8]? {
        try await run(ifCancelled: CancellationError() as any Error) { stream.read() }
    }
}

/// A pair of connected sockets, one for a process and one for us.
///
/// Writing into a pipe that nobody reads ends the whole program (SIGPIPE); with sockets it is an error.
private final class ChildStream: Sendable {
    let child: FileHandle
    private let own: Int32

    /// How much is read at a time, in bytes.
    private static let pieceBytes = 64 << 10

    init() throws {
        var ends: [Int32] = [-1, -1]
        // Of another child neither of them is.
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        // Safety: the system writes the two numbers that there are places for.
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
        }
        own = ends[0]
        child = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    }

    deinit { close(own) }

    /// Closes the process's end here, so that its own is the last.
    func leaveChild() { try? child.close() }

    func endWriting() { shutdown(own, Int32(SHUT_WR)) }

    func write(_ bytes: [UInt8]) throws(BrokenStream) {
        var start = 0
        while start < bytes.count {
            // Safety: reads the bytes from `start` on.
            let count = unsafe bytes.withUnsafeBytes { bytes in
                unsafe send(own, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw BrokenStream() }
            start += count
        }
    }

    /// `nil` at the end.
    func read() -> [UInt8]? {
        // Safety: counts as many bytes as the system says that it has written.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
            var result = -1
            repeat {
                result = unsafe recv(own, buffer.baseAddress, Self.pieceBytes, 0)
            } while result < 0 && errno == EINTR
            count = max(result, 0)
        }
        return bytes.isEmpty ? nil : bytes
    }
}
