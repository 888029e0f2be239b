import Detections
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OverlayService
import Store

/// Answers with canonical JSON.
enum JSONResponse {
    /// What is shorter fits into one packet as it is.
    private static let compressionThreshold = 1024

    /// `value` as it is.
    static func make(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        contentType: String = "application/json",
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = contentType
        let bytes = try CanonicalJSON.encode(value)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// `value` for the client that sent `request`: compressed where that pays and the client takes it.
    static func make(_ value: some Encodable, for request: Request, headers: HTTPFields = [:]) throws -> Response {
        try make(bytes: CanonicalJSON.encode(value), for: request, headers: headers)
    }

    /// The same, or 304 where the client has it already. The ETag is made of the bytes.
    static func makeUnlessKnown(_ value: some Encodable, for request: Request) throws -> Response {
        try makeUnlessKnown(CanonicalJSON.encode(value), .json, for: request)
    }

    /// The same of bytes of any type.
    static func makeUnlessKnown(
        _ bytes: Data,
        _ type: MediaType,
        for request: Request,
        headers: HTTPFields = [:]
    ) throws -> Response {
        let etag = String(SHA256Digest(of: Array(bytes)).hex.prefix(32))
        if request.isKnown(etag) { return notModified(etag) }
        return try make(bytes: bytes, type, for: request, headers: self.headers(etag) + headers)
    }

    /// The value that `make` gives, or 304 where the client has it already, without making it. The ETag is made of `parts`,
    /// which decide all of the value.
    static func makeUnlessKnown(
        _ parts: [String],
        for request: Request,
        _ make: () async throws -> some Encodable
    ) async throws -> Response {
        try await makeUnlessKnown(parts, for: request) { try CanonicalJSON.encode(try await make()) }
    }

    /// The same, where `make` gives the JSON itself.
    static func makeUnlessKnown(
        _ parts: [String],
        for request: Request,
        _ make: () async throws -> Data
    ) async throws -> Response {
        let text = ([Version.number, request.uri.path, request.uri.query ?? ""] + parts).joined(separator: "\0")
        let etag = String(SHA256Digest(of: Array(text.utf8)).hex.prefix(32))
        if request.isKnown(etag) { return notModified(etag) }
        return try await self.make(bytes: make(), for: request, headers: headers(etag))
    }

    private static func make(
        bytes: Data,
        _ type: MediaType = .json,
        for request: Request,
        headers: HTTPFields
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = type.header
        guard bytes.count > compressionThreshold else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        headers[.vary] = [headers[.vary], "Accept-Encoding"].compactMap(\.self).joined(separator: ", ")
        guard request.acceptsGzip, let packed = Deflate.gzip(Array(bytes)) else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed)))
    }

    /// Weak: the bytes differ where they are compressed.
    private static func headers(_ etag: String) -> HTTPFields {
        [.eTag: "W/\"\(etag)\"", .cacheControl: "private, no-cache"]
    }

    private static func notModified(_ etag: String) -> Response {
        Response(status: .notModified, headers: headers(etag))
    }
}

extension Request {
    /// RFC 9110, 12.5.3.
    fileprivate var acceptsGzip: Bool {
        guard let header = headers[.acceptEncoding] else { return false }
        return MediaRanges(header).quality(ofCoding: "gzip") > 0
    }
}
