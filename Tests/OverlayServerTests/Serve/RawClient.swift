import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import OverlayServer

extension ServiceFixture {
    /// Serves on a port of its own for as long as `body` runs.
    func serving(limits: ClientLimits = ClientLimits(), _ body: (Int) async throws -> Void) async throws {
        let port = AsyncStream<Int>.makeStream()
        let connections = Connections()
        let server = Application(
            router: Routes.router(services, connections: connections),
            server: .http1(configuration: Server.http(connections, limits)),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.continuation.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "test")
        )
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await body(try #require(await port.stream.first { _ in true }))
    }
}

/// A client that sends what it is told, and shows what has come so far.
final class RawClient: Sendable {
    private let channel: any Channel
    private let inbox: Inbox

    private final class Inbox: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let text = Mutex("")

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data).readableBytesView
            text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
        }
    }

    init(port: Int) async throws {
        let inbox = Inbox()
        self.inbox = inbox
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { $0.pipeline.addHandler(inbox) }
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// What has come so far.
    var received: String { inbox.text.withLock(\.self) }

    /// Sends a request without a body; `headers` are whole lines.
    func send(_ request: String, _ headers: String = "") async throws {
        let head = "\(request) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n"
        try await channel.writeAndFlush(ByteBuffer(string: head))
    }

    /// Sends these bytes as they are.
    func send(raw text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    var isOpen: Bool { channel.isActive }

    func close() async throws { try await channel.close() }
}
