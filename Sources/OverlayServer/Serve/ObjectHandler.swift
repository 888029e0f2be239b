import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Serves the objects of the embedded store to whoever holds a URL that this service signed.
struct ObjectHandler: Sendable {
    let services: Services

    func object(_ request: Request, context: some RequestContext) async throws -> Response {
        guard let signer = services.objectURLSigner, let address = Address(request) else {
            throw HTTPError(.notFound)
        }
        try signer.verify(
            bucket: address.bucket,
            key: address.key,
            expires: address.expires,
            signature: address.signature,
            now: Date()
        )
        guard address.bucket == Configuration.outBucket else { throw HTTPError(.notFound) }
        let object = try await services.objects.get(
            address.key,
            limit: services.configuration.imageLimits.maxBytes
        )
        var headers: HTTPFields = [:]
        headers[.contentType] = object.info.contentType
        headers[.eTag] = "\"\(object.info.etag)\""
        headers[.cacheControl] = "private, max-age=\(max(address.expires - Int(Date().timeIntervalSince1970), 0))"
        if request.headers[.ifNoneMatch] == headers[.eTag] { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: object.bytes)))
    }
}

/// The parts of `/objects/<bucket>/<key>?expires=…&signature=…`.
private struct Address {
    let bucket: String
    let key: ObjectKey
    let expires: Int
    let signature: String

    init?(_ request: Request) {
        let uri = request.uri
        let parts = uri.path.dropFirst(ObjectURLSigner.path.count).split(separator: "/", maxSplits: 1)
        guard parts.count == 2,
            let bucket = parts[0].removingPercentEncoding,
            let key = parts[1].removingPercentEncoding.flatMap({ try? ObjectKey($0) })
        else { return nil }
        self.bucket = bucket
        self.key = key
        expires = uri.queryParameters.get("expires", as: Int.self) ?? 0
        signature = uri.queryParameters["signature"].map(String.init) ?? ""
    }
}
