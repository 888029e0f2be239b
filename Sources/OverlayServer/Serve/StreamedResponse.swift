import AsyncAlgorithms
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OverlayService

/// Answers with parts, each sent as soon as it is there.
enum StreamedResponse {
    /// `produce` sends the lines; it is held up while the client has not taken those before, and cancelled where the client
    /// goes away. Where it throws, the answer breaks off.
    static func make(
        _ type: MediaType,
        _ context: CallContext,
        headers: HTTPFields,
        _ produce: @escaping @Sendable (Parts) async throws -> Void
    ) -> Response {
        makeWithTrailers(type.header, context, headers: headers) { parts in
            try await produce(parts)
            return nil
        }
    }

    /// The same, where `produce` also gives what is known only at the end.
    static func makeWithTrailers(
        _ contentType: String,
        _ context: CallContext,
        headers: HTTPFields,
        _ produce: @escaping @Sendable (Parts) async throws -> HTTPFields?
    ) -> Response {
        var headers = headers
        headers[.contentType] = contentType
        let body = ResponseBody { writer in
            let parts = Parts()
            let work = Task {
                do {
                    let trailers = try await produce(parts)
                    parts.channel.finish()
                    return trailers
                } catch {
                    parts.channel.fail(error)
                    throw error
                }
            }
            context.connection?.onClose { work.cancel() }
            defer {
                work.cancel()
                context.connection?.onClose(nil)
            }
            for try await part in parts.channel { try await writer.write(part) }
            try await writer.finish(work.value)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Where parts are sent to.
    struct Parts: Sendable {
        fileprivate let channel = AsyncThrowingChannel<ByteBuffer, any Error>()

        /// Returns when the part is taken. Throws `CancellationError` where nobody wants more.
        func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
            try Task.checkCancellation()
            await channel.send(ByteBuffer(bytes: bytes))
        }

        /// A JSON value on a line of its own.
        func send(line value: some Encodable & Sendable) async throws {
            try await send(CanonicalJSON.encode(value) + Data("\n".utf8))
        }
    }
}
