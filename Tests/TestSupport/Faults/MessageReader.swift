/// Reads HTTP messages from a connection.
struct MessageReader {
    private let connection: Connection
    private var buffer: ArraySlice<UInt8> = []

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// The bytes up to and with the first empty line; `nil` where the connection ends before.
    mutating func readHead() -> [UInt8]? {
        readThrough(Array("\r\n\r\n".utf8))
    }

    /// The next line, with its end; `nil` where the connection ends before.
    mutating func readLine() -> [UInt8]? {
        readThrough(Array("\r\n".utf8))
    }

    /// The next request; `nil` where the connection ends before it is whole.
    mutating func readRequest() -> ReceivedRequest? {
        guard let bytes = readHead() else { return nil }
        var body: [UInt8] = []
        var missing = MessageHead(bytes).length ?? 0
        while missing > 0 {
            let part = readSome(limit: missing)
            if part.isEmpty { return nil }
            body += part
            missing -= part.count
        }
        return ReceivedRequest(head: bytes, body: body)
    }

    /// The next bytes, `limit` at most; empty where the connection has ended.
    mutating func readSome(limit: Int) -> ArraySlice<UInt8> {
        if buffer.isEmpty { buffer = connection.read()[...] }
        let part = buffer.prefix(limit)
        buffer = buffer.dropFirst(part.count)
        return part
    }

    private mutating func readThrough(_ end: [UInt8]) -> [UInt8]? {
        var searched = 0
        while true {
            let rest = buffer.dropFirst(max(0, searched - end.count))
            if let range = rest.firstRange(of: end) {
                let bytes = Array(buffer[..<range.upperBound])
                buffer = buffer[range.upperBound...]
                return bytes
            }
            searched = buffer.count
            let more = connection.read()
            if more.isEmpty { return nil }
            buffer += more
        }
    }
}
