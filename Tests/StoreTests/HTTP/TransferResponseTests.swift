import TestSupport
import Testing

@testable import Store

@Suite("A response")
struct TransferResponseTests {
    private let engine = TransferEngine.impatient()

    private func response(_ raw: String, method: HTTPMethod = .get) async throws -> HTTPResponse {
        let server = try ScriptedHTTPServer { _ in .bytes(Array(raw.utf8)) }
        return try await engine.send(HTTPRequest(method: method, url: server.url + "/x", responseLimit: 1000))
    }

    @Test(
        "has the status, headers and body that were sent, whatever the status",
        arguments: [
            200, 206, 301, 304, 307, 403, 404, 412, 500, 503,
        ]
    )
    func whole(_ status: Int) async throws {
        let body = status == 304 ? "" : "hello"
        let raw =
            "HTTP/1.1 \(status) x\r\nETag: \"a\"\r\nX-A:1\r\nx-a:  2 \r\nLocation: /y\r\nContent-Length: \(body.count)"
        let response = try await response("\(raw)\r\n\r\n\(body)")
        #expect(response.status == status)
        #expect(response.body == Array(body.utf8))
        #expect(response.headers["etag"] == "\"a\"")
        #expect(response.headers.values("X-a") == ["1", "2"])
    }

    @Test("to HEAD has the length and no body")
    func head() async throws {
        let response = try await response("HTTP/1.1 200 OK\r\nContent-Length: 123456789\r\n\r\n", method: .head)
        #expect(response.headers["content-length"] == "123456789")
        #expect(response.body.isEmpty)
    }

    @Test("may have no body and no length", arguments: [204, 304])
    func bodiless(_ status: Int) async throws {
        let response = try await response("HTTP/1.1 \(status) x\r\n\r\n")
        #expect(response.status == status)
        #expect(response.body.isEmpty)
    }

    @Test("may come in chunks, with trailers")
    func chunked() async throws {
        let raw = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\nX-Trailer: t\r\n\r\n"
        let response = try await response("HTTP/1.1 200 OK\r\n\(raw)")
        #expect(response.body == Array("hello, world".utf8))
        #expect(response.headers["x-trailer"] == nil)
    }

    @Test("may end with the connection where nothing says its length")
    func untilClose() async throws {
        let response = try await response("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello")
        #expect(response.body == Array("hello".utf8))
    }

    @Test("comes after any number of interim ones")
    func interim() async throws {
        let interim = "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        let response = try await response("\(interim)HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nok")
        #expect(response.status == 200)
        #expect(response.headers["link"] == nil)
        #expect(response.headers["x-a"] == "1")
        #expect(response.body == Array("ok".utf8))
    }

    @Test("is not decoded")
    func encoded() async throws {
        let response = try await response("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
        #expect(response.body == Array("abc".utf8))
    }

    @Test(
        "that is none is an error",
        arguments: [
            "220 ftp ready\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
            "\u{0}\u{1}\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 101 x\r\nConnection: close\r\n\r\n",
        ]
    )
    func garbage(_ raw: String) async throws {
        let server = try ScriptedHTTPServer { _ in .bytes(Array(raw.utf8)) }
        #expect(await engine.failure(of: .get(server.url)) != nil)
    }

    @Test("with a head that does not end is given up")
    func endlessHead() async throws {
        let lines = String(repeating: "X-Line: \(String(repeating: "a", count: 1000))\r\n", count: 300)
        let server = try ScriptedHTTPServer { _ in .bytes(Array("HTTP/1.1 200 OK\r\n\(lines)".utf8)) }
        guard case .failed? = await engine.failure(of: .get(server.url)) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("that declares more than is taken is refused before its body")
    func declaredTooLarge() async throws {
        // The body never comes: what is refused is the declaration.
        let server = try ScriptedHTTPServer { _ in
            .faulty(.stallAfter(bytes: 0), Array("HTTP/1.1 200 OK\r\nETag: x\r\nContent-Length: 1001\r\n\r\n".utf8))
        }
        let error = await engine.failure(of: .get(server.url, limit: 1000))
        guard case .responseTooLarge(let response, declared: 1001)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(response.headers["ETag"] == "x")
        #expect(response.body.isEmpty)
    }

    @Test("that declares more than can be counted is refused")
    func declaredBeyondCounting() async throws {
        let server = try ScriptedHTTPServer { _ in
            .bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n".utf8))
        }
        #expect(await engine.failure(of: .get(server.url)) != nil)
    }

    @Test("that turns out longer than is taken is refused", arguments: [(1000, true), (999, false)])
    func undeclaredTooLarge(limit: Int, fits: Bool) async throws {
        let chunks = String(repeating: "64\r\n\(String(repeating: "a", count: 100))\r\n", count: 10)
        let server = try ScriptedHTTPServer { _ in
            .bytes(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n".utf8))
        }
        guard !fits else {
            #expect(try await engine.send(.get(server.url, limit: limit)).body.count == 1000)
            return
        }
        guard case .responseTooLarge(_, declared: nil)? = await engine.failure(of: .get(server.url, limit: limit))
        else {
            Issue.record("not refused")
            return
        }
    }

    @Test("that is an error is cut, and its connection kept")
    func longErrorBody() async throws {
        let body = [UInt8](repeating: 7, count: 300_000)
        let server = try ScriptedHTTPServer { _ in .bytes(ScriptedHTTPServer.response(503, body: body)) }
        for _ in 0..<2 {
            let response = try await engine.send(.get(server.url, limit: 10))
            #expect(response.status == 503)
            #expect(response.body.count == 64 << 10)
        }
        #expect(server.acceptedCount == 1)
    }
}
