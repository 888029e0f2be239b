import TestSupport

@testable import Store

extension ScriptedHTTPServer {
    /// Gives `answers` one after the other, and the last one from then on.
    static func answering(_ answers: [Answer]) throws -> ScriptedHTTPServer {
        let script = AnswerScript(answers)
        return try ScriptedHTTPServer { _ in script.next() }
    }
}

extension ScriptedHTTPServer.Answer {
    static func status(_ status: Int, _ headers: [(String, String)] = [], _ body: String = "") -> Self {
        .bytes(ScriptedHTTPServer.response(status, headers, body: Array(body.utf8)))
    }

    /// Ends within its head.
    static var cutOff: Self { .faulty(.truncateAfter(bytes: 0), Array("HTTP/1.1 200 OK\r\n".utf8)) }

    /// S3's error.
    static func error(_ status: Int, _ code: String, _ headers: [(String, String)] = [], region: String = "") -> Self {
        let region = region.isEmpty ? "" : "<Region>\(region)</Region>"
        let xml = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>scripted</Message>\(region)</Error>"
        return .status(status, headers, xml)
    }

    /// `text` as an object under its own MD5 for an ETag, or under another.
    static func object(_ text: String, etag: String? = nil, _ fault: Fault = .pass) -> Self {
        let etag = etag ?? (try? MD5Digest(of: Array(text.utf8)))?.hex ?? ""
        return .faulty(fault, ScriptedHTTPServer.response(200, [("ETag", "\"\(etag)\"")], body: Array(text.utf8)))
    }

    /// The bytes from `start` on of an object.
    static func part(of text: String, from start: Int, etag: String? = nil) -> Self {
        let bytes = Array(text.utf8)
        let etag = etag ?? (try? MD5Digest(of: bytes))?.hex ?? ""
        let range = "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
        let headers = [("ETag", "\"\(etag)\""), ("Content-Range", range)]
        return .bytes(ScriptedHTTPServer.response(206, headers, body: Array(bytes[start...])))
    }
}
