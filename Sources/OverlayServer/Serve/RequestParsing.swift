import Foundation
import Hummingbird
import OverlayService
import Store

/// Reads paths and queries into values that are well formed, or says which part is not.
extension RequestContext {
    /// A segment of the path, decoded.
    func text(_ name: String) throws -> String {
        guard let text = (parameters.get(name) ?? "").removingPercentEncoding else {
            throw RequestError.malformed(field: name, reason: "Its percent-encoding is not that of a text in UTF-8.")
        }
        return text
    }

    func timeline() throws -> TimelineID { try TimelineID(text("timeline_id")) }

    func stage() throws -> StageAddress {
        StageAddress(
            timeline: try timeline(),
            job: try JobID(text("job_id")),
            stage: try StageName(text("stage"))
        )
    }

    func frame() throws -> Int {
        let selection = try FrameSelection(text("frame"), field: "frame")
        return try selection.onlyFrame()
    }
}

extension Request {
    /// The query's values by name. A value is divided at its commas, but not at those that are written as `%2C`; a name that
    /// is given again adds further values. As in forms, `+` is a space.
    func query() throws -> [String: [String]] {
        var values: [String: [String]] = [:]
        for pair in (uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(parts[0], of: String(parts[0]))
            let value = parts.count == 2 ? parts[1] : ""
            values[name, default: []] += try value.split(separator: ",", omittingEmptySubsequences: false)
                .map { try Self.decoded($0, of: name) }
        }
        return values
    }

    private static func decoded(_ text: Substring, of field: String) throws -> String {
        guard let decoded = text.replacing("+", with: " ").removingPercentEncoding else {
            throw RequestError.malformed(field: field, reason: "Its percent-encoding is not that of a text in UTF-8.")
        }
        return decoded
    }
}

extension Request {
    /// An error where the body says that it is something else than JSON.
    func checkContentType() throws {
        guard let given = headers[.contentType] else { return }
        let type = given.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard type == "application/json" || type.hasSuffix("+json") else {
            let detail = "The body's Content-Type is \(given); it takes application/json."
            throw Problem(status: 415, title: "Unsupported media type", detail: detail, field: "body")
        }
    }

    /// An error where it does not say for which host it is, as HTTP/1.1 asks for (RFC 9112, 3.2).
    func checkHost() throws {
        guard head.authority == nil else { return }
        throw Problem(status: 400, title: "Bad request", detail: "The request has no Host header.", field: "Host")
    }
}

extension [String: [String]] {
    /// Takes a number out of the query.
    mutating func takeNumber(_ name: String, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
        guard let values = removeValue(forKey: name) else { return nil }
        guard values.count == 1, let number = Int(values[0]), range.contains(number) else {
            let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw .malformed(
                field: name,
                reason: "\"\(values.joined(separator: ","))\" is not allowed; it takes \(allowed)."
            )
        }
        return number
    }

    /// Takes the frames out of the query, which must have them.
    mutating func takeFrames() throws(RequestError) -> FrameSelection {
        guard let frames = removeValue(forKey: "frames") else {
            throw .malformed(field: "frames", reason: "It must be given, as in frames=0-99,120.")
        }
        return try FrameSelection(frames.joined(separator: ","))
    }

    /// Takes one word of several out of the query, which must have it.
    mutating func takeChoice<Choice: CaseIterable & RawRepresentable<String>>(
        _ name: String,
        of type: Choice.Type
    ) throws(RequestError) -> Choice {
        let values = removeValue(forKey: name) ?? []
        guard values.count == 1, let choice = Choice(rawValue: values[0]) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .malformed(field: name, reason: "It takes one of \(allowed).")
        }
        return choice
    }

    /// Takes `true` or `false` out of the query; false where it is not given.
    mutating func takeFlag(_ name: String) throws(RequestError) -> Bool {
        guard let values = removeValue(forKey: name) else { return false }
        guard values.count == 1, let flag = Bool(values[0]) else {
            throw .malformed(field: name, reason: "It takes true or false.")
        }
        return flag
    }

    /// An error where anything is left that nobody has taken.
    func refuseRest() throws(RequestError) {
        if let name = keys.sorted().first { throw .malformed(field: name, reason: "There is no such parameter.") }
    }
}
