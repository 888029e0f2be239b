import Foundation
import Logging
import Synchronization
import Testing

@testable import OverlayServer

@Suite("A log in JSON")
struct JSONLogTests {
    @Test("has an object on each line, with all that goes with the entry")
    func lines() throws {
        let lines = Lines()
        var logger = Logger(label: "test") { JSONLogHandler(label: $0) { lines.append($0) } }
        logger[metadataKey: "hb.request.id"] = "7"
        logger.info("first\nline", metadata: ["list": ["a", "b"], "more": ["key": "\"value\""]])
        logger.debug("not wanted")
        logger.error("second")
        let texts = lines.all
        #expect(texts.count == 2 && texts.allSatisfy { $0.hasSuffix("\n") && $0.count(where: \.isNewline) == 1 })
        let first = try #require(try JSONSerialization.jsonObject(with: Data(texts[0].utf8)) as? [String: Any])
        #expect(first["level"] as? String == "info" && first["logger"] as? String == "test")
        #expect(first["message"] as? String == "first\nline" && first["hb.request.id"] as? String == "7")
        #expect(first["list"] as? [String] == ["a", "b"])
        #expect(first["more"] as? [String: String] == ["key": "\"value\""])
        let time = try #require(first["time"] as? String)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
}

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func append(_ line: Data) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }

    var all: [String] { lines.withLock(\.self) }
}
