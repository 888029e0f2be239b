import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Serves the objects of the embedded store to whoever holds a URL that this service signed.
struct ObjectHandler: Sendable {
    let media: MediaBuckets
    /// `nil` where the objects have URLs of their own.
    let signer: ObjectURLSigner?

    func object(_ request: Request, context: some RequestContext) async throws -> Response {
        guard let signer, let address = Address(request) else {
            throw HTTPError(.notFound)
        }
        try signer.verify(
            bucket: address.bucket,
            key: address.key,
            expires: address.expires,
            signature: address.signature,
            now: Date()
        )
        guard let store = store(address.bucket) else { throw HTTPError(.notFound) }
        guard let info = try await store.head(address.key) else { throw ObjectStoreError.notFound(address.key) }
        var headers: HTTPFields = [:]
        headers[.contentType] = info.contentType
        headers[.eTag] = "\"\(info.etag)\""
        headers[.cacheControl] = "private, max-age=\(max(address.expires - Int(Date().timeIntervalSince1970), 0))"
        if request.isKnown(info.etag) { return Response(status: .notModified, headers: headers) }
        headers[.acceptRanges] = "bytes"
        switch try request.range(of: info) {
        case nil: return Response(status: .ok, headers: headers, body: Self.body(of: info, 0..<info.size, in: store))
        case let range?:
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(info.size)"
            return Response(status: .partialContent, headers: headers, body: Self.body(of: info, range, in: store))
        }
    }

    /// The embedded store that stands for a bucket.
    private func store(_ bucket: String) -> (any ObjectStore)? {
        switch bucket {
        case Configuration.inBucket: media.store(.in)
        case Configuration.outBucket: media.store(.out)
        default: nil
        }
    }

    /// Source videos do not fit into memory, so that an object is sent piece by piece.
    private static func body(of info: ObjectInfo, _ part: Range<Int>, in store: any ObjectStore) -> ResponseBody {
        ResponseBody(contentLength: part.count) { writer in
            for start in stride(from: part.lowerBound, to: part.upperBound, by: pieceBytes) {
                let range = start..<min(start + pieceBytes, part.upperBound)
                let piece = try await store.get(info.key, range: range, limit: pieceBytes)
                guard piece.info.etag == info.etag else { throw ObjectStoreError.changed(info.key) }
                try await writer.write(ByteBuffer(bytes: piece.bytes))
            }
            try await writer.finish(nil)
        }
    }

    private static let pieceBytes = 4 << 20
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
