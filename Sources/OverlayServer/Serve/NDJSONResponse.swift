import AsyncAlgorithms
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers with a JSON value a line (`application/x-ndjson`), each sent as soon as it is there.
enum NDJSONResponse {
    static let contentType = "application/x-ndjson"

    /// `produce` sends the lines; it is held up while the client has not taken those before, and cancelled where the client
    /// goes away. Where it throws, the answer breaks off.
    static func make(
        _ context: CallContext,
        headers: HTTPFields,
        _ produce: @escaping @Sendable (Lines) async throws -> Void
    ) -> Response {
        var headers = headers
        headers[.contentType] = contentType
        let body = ResponseBody { writer in
            let lines = Lines()
            let work = Task {
                do {
                    try await produce(lines)
                    lines.channel.finish()
                } catch {
                    lines.channel.fail(error)
                }
            }
            context.connection?.onClose { work.cancel() }
            defer {
                work.cancel()
                context.connection?.onClose(nil)
            }
            for try await line in lines.channel { try await writer.write(line) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Where lines are sent to.
    struct Lines: Sendable {
        fileprivate let channel = AsyncThrowingChannel<ByteBuffer, any Error>()

        /// Returns when the line is taken. Throws `CancellationError` where nobody wants more.
        func send(_ value: some Encodable & Sendable) async throws {
            try Task.checkCancellation()
            var bytes = try CanonicalJSON.encode(value)
            bytes.append(UInt8(ascii: "\n"))
            await channel.send(ByteBuffer(bytes: bytes))
        }
    }
}

extension Request {
    /// Whether the client takes lines rather than one JSON value. Throws where it takes neither.
    func wantsLines() throws -> Bool {
        let accepted = MediaRanges(headers[.accept])
        let json = accepted.quality(of: "application/json")
        let lines = accepted.quality(of: NDJSONResponse.contentType)
        guard max(json, lines) > 0 else {
            let detail =
                "This call answers with application/json or \(NDJSONResponse.contentType); the Accept header allows neither."
            throw Problem(status: 406, title: "Not acceptable", detail: detail, field: "Accept")
        }
        return lines > json
    }
}
