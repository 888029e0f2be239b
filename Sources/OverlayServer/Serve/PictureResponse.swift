import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Answers with a picture.
enum PictureResponse {
    /// So many bytes are copied at a time: a client that reads slowly does not have the picture in memory twice.
    private static let pieceBytes = 256 << 10

    static func make(_ bytes: [UInt8], headers: HTTPFields) -> Response {
        let body = ResponseBody(contentLength: bytes.count) { writer in
            for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
                let piece = bytes[start..<min(start + pieceBytes, bytes.count)]
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// The same, or 304 where the client has it already. The ETag is made of the bytes.
    static func makeUnlessKnown(_ bytes: [UInt8], _ type: MediaType, for request: Request) -> Response {
        let etag = String(SHA256Digest(of: bytes).hex.prefix(32))
        var headers: HTTPFields = [.eTag: "\"\(etag)\"", .cacheControl: "private, no-cache", .vary: "Accept"]
        if request.isKnown(etag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = type.header
        return make(bytes, headers: headers)
    }
}
