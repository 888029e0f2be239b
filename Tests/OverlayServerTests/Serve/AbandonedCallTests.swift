import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import StoreTestSupport
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("A client that goes away")
struct AbandonedCallTests {
    @Test("ends the drawing of its overlay", arguments: ["overlays/0", "overlays?frames=0-1"])
    func abandoned(path: String) async throws {
        let gate = AsyncStream<Void>.makeStream()
        let signer = ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: try .random())
        let objects = CountingObjectStore(MemoryObjectStore(signer: signer)) { call in
            if call == .get { for await _ in gate.stream {} }
        }
        let fixture = try ServiceFixture(objects: objects)
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        let admission = fixture.services.job.limits.admission
        let port = AsyncStream<Int>.makeStream()
        let connections = Connections()
        let server = Application(
            router: Routes.router(fixture.services, connections: connections),
            server: .http1(configuration: .init(additionalChannelHandlers: [connections.handler()])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.continuation.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "test")
        )
        let running = Task { try await server.run() }
        defer { running.cancel() }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: try #require(await port.stream.first { _ in true })).get()
        let call = "GET \(ServiceFixture.prefix)/\(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
        try await channel.writeAndFlush(ByteBuffer(string: call))
        #expect(try await eventually { objects.count(.get) > 0 })
        #expect(admission.partyCount == 1)
        try await channel.close()
        #expect(try await eventually { admission.partyCount == 0 })
        gate.continuation.finish()
        #expect(try await fixture.overlayKeys().isEmpty)
    }
}
