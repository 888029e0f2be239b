import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("A slow client")
struct SlowClientTests {
    @Test(
        "is not waited for longer than it may take",
        arguments: [
            // Nothing, half a head, half a body, and idleness after an answer.
            "", "GET /healthz HTTP/1.1\r\nHost: local",
            "POST /v1/overlays HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ]
    )
    func slow(request: String) async throws {
        let limits = ClientLimits(headSeconds: 1, bodySeconds: 1, idleSeconds: 1)
        try await ServiceFixture().serving(limits: limits) { port in
            let client = try await RawClient(port: port)
            // Where the machine is busy the time is over before anything is sent.
            let isSent = request.isEmpty ? true : (try? await client.send(raw: request)) != nil
            #expect(try await eventually { !client.isOpen })
            if isSent { #expect(client.received.isEmpty || request.hasSuffix("\r\n\r\n")) }
        }
    }

    @Test("that sends byte by byte is not waited for either")
    func drips() async throws {
        let limits = ClientLimits(headSeconds: 5, bodySeconds: 1, idleSeconds: 3600)
        try await ServiceFixture().serving(limits: limits) { port in
            let client = try await RawClient(port: port)
            try await client.send("GET /healthz")
            #expect(try await eventually { client.received.contains("ok") })
            for _ in 0..<6000 where client.isOpen {
                try? await client.send(raw: "G")
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(!client.isOpen)
        }
    }

    @Test("that is answered meanwhile is left alone")
    func answered() async throws {
        let limits = ClientLimits(headSeconds: 5, bodySeconds: 5, idleSeconds: 3600)
        try await ServiceFixture().serving(limits: limits) { port in
            let client = try await RawClient(port: port)
            for count in 1...3 {
                try await client.send("GET /healthz")
                #expect(try await eventually { client.received.components(separatedBy: "\"ok\"").count > count })
                try await Task.sleep(for: .milliseconds(2500))
            }
            #expect(client.isOpen)
        }
    }
}
