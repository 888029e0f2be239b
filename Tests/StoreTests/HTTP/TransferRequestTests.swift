import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite("A request")
struct TransferRequestTests {
    private let server: ScriptedHTTPServer
    private let engine = TransferEngine()

    init() throws {
        server = try ScriptedHTTPServer { request in
            .bytes(ScriptedHTTPServer.response(200, [("X-Length", "\(request.body.count)")], body: Array("ok".utf8)))
        }
    }

    private func sent(_ request: HTTPRequest) async throws -> ReceivedRequest {
        let response = try await engine.send(request)
        #expect(response.status == 200)
        return try #require(server.requests.last)
    }

    @Test(
        "sends its path and query byte for byte",
        arguments: [
            "/a/../b//c%2F", "/./a/%2e%2E/b", "/a%2fb%2Fc?x=%7e&y=~&&z", "/?a=/../b", "/{a}|b^c`\\d", "/a;b=c,d!e'(f)*",
        ]
    )
    func target(_ target: String) async throws {
        #expect(try await sent(.get(server.url + target)).path == target)
    }

    @Test("without a path asks for the root")
    func root() async throws {
        #expect(try await sent(.get(server.url)).path == "/")
        #expect(try await sent(.get(server.url + "?a=b")).path == "/?a=b")
    }

    @Test(
        "has the method it says, and only PUT and POST have a body",
        arguments: [
            HTTPMethod.get, .head, .put, .post, .delete,
        ]
    )
    func method(_ method: HTTPMethod) async throws {
        let request = HTTPRequest(method: method, url: server.url + "/x", responseLimit: 100)
        let received = try await sent(request)
        #expect(received.method == method.rawValue)
        #expect(received.header("Content-Length") == (method.sendsBody ? "0" : nil))
        for name in ["Transfer-Encoding", "Expect", "Content-Type", "Accept-Encoding", "Cookie"] {
            #expect(received.header(name) == nil, "\(name)")
        }
        #expect(received.header("Host") == "127.0.0.1:\(server.port)")
    }

    @Test("sends all of a large body, without asking first", arguments: [HTTPMethod.put, .post])
    func largeBody(_ method: HTTPMethod) async throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let request = HTTPRequest(method: method, url: server.url + "/x", body: body, responseLimit: 100)
        let received = try await sent(request)
        #expect(received.body == body)
        #expect(received.header("Content-Length") == "3000000")
        #expect(received.header("Expect") == nil)
    }

    @Test("sends its headers in order, repeated and empty ones too")
    func headers() async throws {
        var headers: HTTPHeaders = ["X-One": "1", "x-empty": "", "X-Blank": "  "]
        headers.add("X-One", "2")
        headers.add("X-Text", "a:b; c=\"ä\"\t.")
        headers.add("Accept", "image/*")
        let request = HTTPRequest(method: .get, url: server.url + "/x", headers: headers, responseLimit: 100)
        let received = try await sent(request).headers.filter { $0.name.lowercased().hasPrefix("x-") }
        #expect(received.map(\.name) == ["X-One", "x-empty", "X-Blank", "X-One", "X-Text"])
        #expect(received.map(\.value) == ["1", "", "", "2", "a:b; c=\"ä\"\t."])
        #expect(server.requests.last?.headers.filter { $0.name == "Accept" }.map(\.value) == ["image/*"])
    }

    @Test("leaves nothing of itself to the next one on the same handle")
    func reuse() async throws {
        let put = HTTPRequest(
            method: .put,
            url: server.url + "/a",
            headers: ["X-Secret": "1", "Content-Type": "image/png"],
            body: [1, 2, 3],
            responseLimit: 100
        )
        #expect(try await sent(put).body == [1, 2, 3])
        #expect(try await sent(HTTPRequest(method: .head, url: server.url + "/h", responseLimit: 0)).method == "HEAD")
        let received = try await sent(.get(server.url + "/b"))
        #expect(received.method == "GET")
        #expect(received.body.isEmpty)
        #expect(received.header("X-Secret") == nil)
        #expect(received.header("Content-Type") == nil)
        #expect(server.acceptedCount == 1)
    }
}
