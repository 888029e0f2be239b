import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import OverlayServer
@testable import OverlayService

/// The answer to a call, with its body as JSON.
struct Answer {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        bytes = Array(response.body.readableBytesView)
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
        let application = Application(router: Routes.router(services))
        return try await application.test(.router) { client in
            let body = body.map { ByteBuffer(string: $0) }
            return Answer(try await client.execute(uri: path, method: method, headers: headers, body: body))
        }
    }
}
