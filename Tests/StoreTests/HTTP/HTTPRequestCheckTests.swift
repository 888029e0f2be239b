import Testing

@testable import Store

@Suite("The check of a request")
struct HTTPRequestCheckTests {
    @Test(
        "refuses URLs that would not be sent as they are",
        arguments: [
            "", "host/path", "ftp://host/", "file:///etc/passwd", "http://", "http:///path", "https://?a",
            "http://:80/",
            "http://user:secret@host/", "http://host/a b", "http://host/ä", "http://host/a#b", "http://host/\r\nX: y",
            "http://host/\u{0}", "://host/", " http://host/",
        ]
    )
    func badURL(_ url: String) {
        #expect(throws: TransferError.self) { try HTTPRequest.get(url).checkedOrigin() }
    }

    @Test(
        "finds where a request goes",
        arguments: [
            ("http://Host/A", "http://host"), ("HTTPS://h:8443?x=://y", "https://h:8443"),
            ("http://[::1]:9/a", "http://[::1]:9"),
        ]
    )
    func origin(url: String, origin: String) throws {
        #expect(try HTTPRequest.get(url).checkedOrigin() == origin)
    }

    @Test(
        "refuses headers that would become others",
        arguments: [
            ("X", "a\r\nY: b"), ("X", "a\nb"), ("X", "a\rb"), ("X", "a\u{0}b"), ("X", "a\u{7F}"), ("X\r\nY", "a"),
            ("X Y", "a"),
            ("X:Y", "a"), ("", "a"), ("Ä", "a"), ("Host", "other"), ("content-length", "1"),
            ("Transfer-Encoding", "chunked"),
            ("Expect", "100-continue"),
        ]
    )
    func badHeader(name: String, value: String) {
        var request = HTTPRequest.get("http://host/")
        request.headers.add(name, value)
        #expect(throws: TransferError.self) { try request.checkedOrigin() }
    }

    @Test("refuses bodies that would not be sent, and limits below zero", arguments: [HTTPMethod.get, .head, .delete])
    func badBody(_ method: HTTPMethod) {
        let request = HTTPRequest(method: method, url: "http://host/", body: [1], responseLimit: 0)
        #expect(throws: TransferError.self) { try request.checkedOrigin() }
        #expect(throws: TransferError.self) { try HTTPRequest.get("http://host/", limit: -1).checkedOrigin() }
    }

    @Test("says nothing of the query, which may hold a signature")
    func secrets() async {
        let engine = TransferEngine.impatient()
        for url in ["http://127.0.0.1:1/a?sig=TOPSECRET", "ftp://h/?sig=TOPSECRET", "http://h:99999/?sig=TOPSECRET"] {
            let error = await engine.failure(of: .get(url))
            #expect(error?.description.contains("TOPSECRET") == false)
        }
    }
}
