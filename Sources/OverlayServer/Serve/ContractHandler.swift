import CAssets
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Serves the contract of all calls, `openapi.yaml`, which is part of the program.
struct ContractHandler: Sendable {
    private let bytes: [UInt8]
    private let etag: String

    init() {
        let file = unsafe cassets_openapi()
        // Safety: the bytes are constants of the program.
        bytes = unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
        etag = SHA256Digest(of: bytes).hex
    }

    func contract(_ request: Request, context: some RequestContext) async throws -> Response {
        var headers: HTTPFields = [.eTag: "\"\(etag)\"", .cacheControl: "no-cache"]
        if request.isKnown(etag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "application/yaml"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
