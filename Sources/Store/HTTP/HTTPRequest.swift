/// One request, as it is sent.
struct HTTPRequest: Sendable {
    var method: HTTPMethod
    /// Absolute, `http` or `https`, percent-encoded already; its path and query are sent byte for byte.
    var url: String
    /// Fields beside those that follow from the URL and the body (`Host`, `Content-Length`), which are not given here.
    var headers: HTTPHeaders = [:]
    /// Of `PUT` and `POST`; empty for the other methods.
    var body: [UInt8] = []
    /// How many bytes of the body of a 2xx response are taken; a longer one is an error.
    var responseLimit: Int
    /// How long the whole request may take, waiting for a connection included; `nil` for the engine's own.
    var deadline: Duration?
    /// How long nothing may come or go; `nil` for the engine's own.
    var stallTimeout: Duration?
}
