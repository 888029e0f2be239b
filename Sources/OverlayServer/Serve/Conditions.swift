import Foundation
import HTTPTypes
import Hummingbird
import Store

/// What a request asks for only under a condition, or in part (RFC 9110, 13 and 14).
extension Request {
    /// Whether the client has the content that `etag`, without quotation marks, stands for: `If-None-Match` names it, strongly
    /// or weakly, or names everything.
    func isKnown(_ etag: String) -> Bool {
        guard let given = headers[.ifNoneMatch] else { return false }
        return given.split(separator: ",").contains { part in
            let tag = part.trimmingCharacters(in: .whitespaces)
            return tag == "*" || (tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag) == "\"\(etag)\""
        }
    }

    /// The part that `Range` asks for; `nil` for all of it: also where several parts are asked for, or the object is not
    /// the one that `If-Range` names. Throws where no byte of the object is asked for.
    func range(of object: ObjectInfo) throws -> Range<Int>? {
        guard let given = headers[.range], method == .get || method == .head else { return nil }
        if let condition = headers[.ifRange], condition != "\"\(object.etag)\"" { return nil }
        guard let match = given.wholeMatch(of: /bytes=\s*([0-9]*)-([0-9]*)\s*/) else { return nil }
        let range: Range<Int>
        switch (Int(match.1), Int(match.2)) {
        case (let first?, nil) where match.2.isEmpty: range = min(first, object.size)..<object.size
        case (let first?, let last?) where first <= last:
            range = min(first, object.size)..<min(last, object.size - 1) + 1
        case (nil, let count?) where match.1.isEmpty: range = max(object.size - count, 0)..<object.size
        default: return nil
        }
        guard range.isEmpty else { return range }
        var problem = Problem(
            status: 416,
            title: "Range not satisfiable",
            detail: "The object has \(object.size) bytes.",
            field: "Range"
        )
        problem.contentRange = "bytes */\(object.size)"
        throw problem
    }
}
