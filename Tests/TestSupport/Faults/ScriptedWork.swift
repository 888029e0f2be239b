import Synchronization

/// What a scripted server does with its connections.
final class ScriptedWork: Sendable {
    let script = FaultScript()
    let requests = Mutex<[ReceivedRequest]>([])
    private let answer: @Sendable (ReceivedRequest) -> ScriptedHTTPServer.Answer

    init(_ answer: @escaping @Sendable (ReceivedRequest) -> ScriptedHTTPServer.Answer) {
        self.answer = answer
    }

    /// Answers requests until the other side or a fault ends it.
    func serve(_ connection: Connection) {
        var reader = MessageReader(connection)
        while let request = reader.readRequest() {
            requests.withLock { $0.append(request) }
            guard serve(request, connection) else { return }
        }
    }

    /// Answers; false where the connection is over.
    private func serve(_ request: ReceivedRequest, _ connection: Connection) -> Bool {
        let hasBody = request.method != "HEAD"
        return switch answer(request) {
        case .bytes(let bytes): write(bytes, hasBody, .pass, connection)
        case .faulty(let fault, let bytes): serve(script.resolve(fault), bytes, hasBody, connection)
        }
    }

    private func serve(_ fault: Fault, _ bytes: [UInt8], _ hasBody: Bool, _ connection: Connection) -> Bool {
        switch fault {
        case .refuse:
            connection.endWithReset()
            return false
        case .respond(let other): return write(other, hasBody, .pass, connection)
        default: return write(bytes, hasBody, fault, connection)
        }
    }

    private func write(_ bytes: [UInt8], _ hasBody: Bool, _ fault: Fault, _ connection: Connection) -> Bool {
        var writer = FaultyWriter(connection, fault)
        let headEnd = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? bytes.count
        let head = Array(bytes[..<headEnd])
        guard writer.writeHead(head), writer.write(hasBody ? bytes[headEnd...] : []) else { return false }
        return !MessageHead(head).headers.contains { $0.name.lowercased() == "connection" && $0.value == "close" }
    }
}
