import Testing

@testable import Store

@Suite("The head of a response")
struct ResponseHeadTests {
    private func head(_ lines: [String]) throws -> ResponseHead {
        var head = ResponseHead()
        for line in lines { try head.add(Array("\(line)\r\n".utf8).span) }
        return head
    }

    @Test("is complete with the empty line of the final response")
    func interim() throws {
        var head = try head(["HTTP/1.1 100 Continue", "A: 1", ""])
        #expect(!head.isComplete)
        for line in ["HTTP/1.1 200", "B: 2", ""] { try head.add(Array("\(line)\r\n".utf8).span) }
        #expect(head.isComplete)
        #expect(head.status == 200)
        #expect(head.headers == ["B": "2"])
    }

    @Test("takes odd lines as they are meant")
    func oddLines() throws {
        let head = try head([
            "HTTP/1.1 200 OK", "A:1", "B: \t 2 \t", "C : 3", "D:", "E: a", "  folded", ": x", "no colon", "F: :",
            "G:\u{301}h", "",
        ])
        let fields = head.headers.map { "\($0.name)=\($0.value)" }
        #expect(fields == ["A=1", "B=2", "C=3", "D=", "E=a folded", "=x", "F=:", "G=\u{301}h"])
    }

    @Test(
        "without a status is refused",
        arguments: ["HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 -12"]
    )
    func noStatus(_ line: String) {
        #expect(throws: ResponseProblem.self) { try head([line]) }
    }

    @Test(
        "declares the length of the body",
        arguments: [
            (["Content-Length: 5"], 5), (["content-length: 5", "Content-Length: 7"], 7), (["Content-Length: -5"], nil),
            ([], nil),
            (["Content-Length: x"], nil), (["Content-Length: 99999999999999999999"], Int.max),
            (["Content-Length: 5", "Transfer-Encoding: chunked"], nil), (["Content-Length:"], nil),
        ]
    )
    func length(_ lines: [String], _ length: Int?) throws {
        #expect(try head(["HTTP/1.1 200 OK"] + lines + [""]).declaredLength == length)
    }
}
