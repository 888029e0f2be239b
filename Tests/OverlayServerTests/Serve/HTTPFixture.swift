import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import OverlayServer
@testable import OverlayService

/// The answer to a call, with its body as JSON.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    /// With all that `response` writes.
    init(_ response: Response) async throws {
        let body = CollectedBody()
        try await response.body.write(body)
        (status, headers, bytes) = (response.status.code, response.headers, body.bytes.withLock { $0 })
    }

    /// The body; anything that is no JSON object is a failure of the test.
    func json() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }
}

extension ServiceFixture {
    static let prefix = "/v1/timelines/clip-1/jobs/job-a/stages/detect"

    /// Sends one call to the router.
    func call(
        _ path: String,
        method: HTTPRequest.Method = .get,
        headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Answer {
        let body = ByteBuffer(string: body ?? "")
        var headers = headers
        if body.readableBytes > 0 { headers[.contentLength] = String(body.readableBytes) }
        let request = Request(
            head: HTTPRequest(
                method: method,
                scheme: "http",
                authority: "localhost",
                path: path,
                headerFields: headers
            ),
            body: RequestBody(buffer: body)
        )
        var logger = Logger(label: "call")
        // A server gives each call one.
        logger[metadataKey: "hb.request.id"] = "\(UUID())"
        let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)
        let responder = Routes.router(services).buildResponder()
        return try await Answer(responder.respond(to: request, context: CallContext(source: source)))
    }
}

private final class CollectedBody: ResponseBodyWriter {
    let bytes = Mutex<[UInt8]>([])

    func write(_ buffer: ByteBuffer) { bytes.withLock { $0 += buffer.readableBytesView } }

    func finish(_ trailingHeaders: HTTPFields?) {}
}
