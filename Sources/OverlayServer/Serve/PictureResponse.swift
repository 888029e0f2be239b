import HTTPTypes
import Hummingbird
import NIOCore

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
}
