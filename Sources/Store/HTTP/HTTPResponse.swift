/// What a server answered, or as much of it as arrived.
struct HTTPResponse: Sendable, Hashable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var isSuccess: Bool { (200..<300).contains(status) }
}
