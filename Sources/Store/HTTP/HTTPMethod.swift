/// What a request asks the server to do.
enum HTTPMethod: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case put = "PUT"
    case post = "POST"
    case delete = "DELETE"

    /// Whether a request of this method carries a body, if only an empty one.
    var sendsBody: Bool { self == .put || self == .post }
}
