/// A request as a server of the tests received it.
package struct ReceivedRequest: Sendable {
    package let method: String
    /// Path and query, as they came.
    package let path: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// All of the request's bytes before its body.
    package let head: [UInt8]

    /// The value of the first header of that name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    init(head: [UInt8], body: [UInt8]) {
        let message = MessageHead(head)
        let words = message.firstLine.split(separator: " ", omittingEmptySubsequences: false)
        method = String(words.first ?? "")
        path = words.count > 1 ? String(words[1]) : ""
        headers = message.headers
        self.head = head
        self.body = body
    }
}
