import Foundation
import Synchronization

/// What a proxy does with its connections.
final class ProxyWork: Sendable {
    let script = FaultScript()
    let hold = Hold()
    let requests = Mutex<[ReceivedRequest]>([])
    private let target: UInt16

    init(target: UInt16) {
        self.target = target
    }

    /// Forwards requests until one side or a fault ends it.
    func serveHTTP(_ client: Connection, _ server: ConnectionServer) {
        var upstream: Upstream?
        defer { if let upstream { server.close(upstream.connection) } }
        var reader = MessageReader(client)
        while let request = reader.readRequest() {
            requests.withLock { $0.append(request) }
            hold.pass()
            switch script.next() {
            case .refuse: return client.endWithReset()
            case .respond(let bytes): client.write(bytes[...])
            case let fault:
                if upstream == nil { upstream = (try? server.connect(to: target)).map(Upstream.init) }
                var writer = FaultyWriter(client, fault)
                guard upstream?.forward(request, to: &writer) == true else { return }
            }
        }
    }

    /// Forwards bytes both ways until one side or a fault ends it.
    func serveTCP(_ client: Connection, _ server: ConnectionServer) {
        let fault = script.next()
        if case .refuse = fault { return client.endWithReset() }
        if case .respond(let bytes) = fault { client.write(bytes[...]) }
        guard let upstream = try? server.connect(to: target) else { return }
        let back = DispatchGroup()
        back.enter()
        server.startThread {
            var writer = FaultyWriter(client, fault)
            while writer.endsHere(), case let bytes = upstream.read(), !bytes.isEmpty {
                self.hold.pass()
                guard writer.write(bytes[...]) else { break }
            }
            // A reset must not be preceded by an orderly end.
            client.endUnlessReset()
            back.leave()
        }
        while case let bytes = client.read(), !bytes.isEmpty {
            hold.pass()
            guard upstream.write(bytes[...]) else { break }
        }
        upstream.end()
        back.wait()
        server.close(upstream)
    }
}
