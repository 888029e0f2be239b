/// A proxy's connection to its target.
struct Upstream {
    let connection: Connection
    private var reader: MessageReader

    init(_ connection: Connection) {
        self.connection = connection
        reader = MessageReader(connection)
    }

    /// Sends the request and passes the response on; false where a connection is over.
    mutating func forward(_ request: ReceivedRequest, to writer: inout FaultyWriter) -> Bool {
        guard connection.write((request.head + request.body)[...]), let head = passHead(to: writer) else {
            return false
        }
        let isBodiless = request.method == "HEAD" || head.status == 204 || head.status == 304
        if isBodiless { return true }
        if head.isChunked { return passChunks(to: &writer) }
        if let length = head.length { return pass(length, to: &writer) && writer.endsHere() }
        while pass(1, to: &writer) {}
        return false
    }

    /// Passes heads on up to that of the final response.
    private mutating func passHead(to writer: FaultyWriter) -> MessageHead? {
        while let bytes = reader.readHead(), writer.writeHead(bytes) {
            let head = MessageHead(bytes)
            if head.status >= 200 { return head }
        }
        return nil
    }

    private mutating func pass(_ count: Int, to writer: inout FaultyWriter) -> Bool {
        var missing = count
        while missing > 0 {
            let part = reader.readSome(limit: missing)
            guard !part.isEmpty, writer.write(part) else { return false }
            missing -= part.count
        }
        return true
    }

    private mutating func passChunks(to writer: inout FaultyWriter) -> Bool {
        while let line = reader.readLine(), writer.write(line[...]) {
            let digits = String(decoding: line, as: UTF8.self).prefix { $0.isHexDigit }
            guard let size = Int(digits, radix: 16) else { return false }
            if size == 0 { return passTrailers(to: &writer) }
            guard pass(size + 2, to: &writer) else { return false }
        }
        return false
    }

    private mutating func passTrailers(to writer: inout FaultyWriter) -> Bool {
        while let line = reader.readLine(), writer.write(line[...]) {
            if line.count == 2 { return true }
        }
        return false
    }
}
