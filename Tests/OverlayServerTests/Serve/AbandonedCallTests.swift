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
    @Test(
        "ends the drawing of its overlay",
        arguments: [
            ("overlays/0", ""), ("overlays?frames=0-1", ""),
            ("overlays?frames=0-1", "Accept: application/x-ndjson\r\n"),
        ]
    )
    func abandoned(path: String, headers: String) async throws {
        let gate = AsyncStream<Void>.makeStream()
        let signer = ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: try .random())
        let objects = CountingObjectStore(MemoryObjectStore(signer: signer)) { call in
            if call == .get { for await _ in gate.stream {} }
        }
        let fixture = try ServiceFixture(objects: objects)
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        let admission = fixture.services.job.limits.admission
        try await fixture.serving { port in
            let client = try await RawClient(port: port)
            try await client.send("GET \(ServiceFixture.prefix)/\(path)", headers)
            #expect(try await eventually { objects.count(.get) > 0 })
            #expect(admission.partyCount == 1)
            try await client.close()
            #expect(try await eventually { admission.partyCount == 0 })
        }
        gate.continuation.finish()
        #expect(try await fixture.overlayKeys().isEmpty)
    }
}
