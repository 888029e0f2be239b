import CAssets
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// A file that is part of the program.
struct Asset: Sendable {
    let name: String
    let bytes: [UInt8]
    private let etag: String

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        etag = SHA256Digest(of: bytes).hex
    }

    private init(_ file: cassets_file) {
        // Safety: names and bytes are constants of the program.
        self.init(
            name: unsafe String(cString: file.name),
            bytes: unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
        )
    }

    static var contract: Asset { unsafe Asset(cassets_openapi()) }

    static var viewer: [Asset] { (0..<cassets_viewer_count()).map { unsafe Asset(cassets_viewer($0)) } }

    /// Its bytes, or 304 where the client has them.
    func response(to request: Request, contentType: String) -> Response {
        var headers: HTTPFields = [.eTag: "\"\(etag)\"", .cacheControl: "no-cache"]
        if request.isKnown(etag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
