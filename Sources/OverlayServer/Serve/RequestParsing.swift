import Hummingbird
import OverlayService
import Store

/// Reads paths and queries into values that are well formed, or says which part is not.
extension RequestContext {
    func timeline() throws -> TimelineID { try TimelineID(parameters.get("timeline_id") ?? "") }

    func stage() throws -> StageAddress {
        StageAddress(
            timeline: try timeline(),
            job: try JobID(parameters.get("job_id") ?? ""),
            stage: try StageName(parameters.get("stage") ?? "")
        )
    }

    func frame() throws -> Int {
        let selection = try FrameSelection(parameters.get("frame") ?? "", field: "frame")
        return try selection.onlyFrame()
    }
}

extension Request {
    /// The query's values by name, each divided at its commas.
    func query() throws -> [String: [String]] {
        var values: [String: [String]] = [:]
        for (name, value) in uri.queryParameters {
            let name = String(name)
            guard values[name] == nil else {
                throw RequestError.malformed(field: name, reason: "It is given more than once.")
            }
            values[name] = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return values
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
