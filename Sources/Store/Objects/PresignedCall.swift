/// What the holder of a presigned URL may do.
package struct PresignedCall: Hashable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case put = "PUT"
    }

    package var method: Method
    /// What the answer's `Content-Disposition` is to be, such as `attachment; filename="a.png"`; `nil` for the object's own.
    package var contentDisposition: String?
    /// What the answer's `Content-Type` is to be; `nil` for the object's own.
    package var contentType: String?

    /// To read an object as it is.
    package static let get = PresignedCall(.get)

    package init(_ method: Method, contentDisposition: String? = nil, contentType: String? = nil) {
        self.method = method
        self.contentDisposition = contentDisposition
        self.contentType = contentType
    }
}
