package import Foundation
import Store

/// Overlays of several frames of one stage.
package struct OverlayBatch: Hashable, Sendable {
    package let stage: StageAddress
    package let frames: FrameSelection
    package let style: Style

    package init(stage: StageAddress, frames: FrameSelection, style: Style) {
        self.stage = stage
        self.frames = frames
        self.style = style
    }

    /// Reads `{"timeline_id", "job_id", "stage", "frames", "style": {…}}`; `frames` is a text as `0-99,120` or an array.
    package init(json: Data) throws {
        guard case .object(var fields)? = try? JSONDecoder().decode(JSONValue.self, from: json) else {
            throw RequestError.malformed(field: "body", reason: "It must be a JSON object.")
        }
        stage = StageAddress(
            timeline: try TimelineID(fields.takeText("timeline_id")),
            job: try JobID(fields.takeText("job_id")),
            stage: try StageName(fields.takeText("stage"))
        )
        guard let frames = fields.removeValue(forKey: "frames")?.texts else {
            throw RequestError.malformed(field: "frames", reason: "It takes a text as 0-99,120 or an array of numbers.")
        }
        self.frames = try FrameSelection(frames.joined(separator: ","))
        style = try Self.style(fields.removeValue(forKey: "style"))
        if let name = fields.keys.sorted().first {
            throw RequestError.malformed(field: name, reason: "There is no such field.")
        }
    }

    private static func style(_ value: JSONValue?) throws -> Style {
        switch value {
        case nil, .null?: return Style()
        case .object(let fields)?:
            var values: [String: [String]] = [:]
            for (name, value) in fields where value != .null {
                if case .bool(let flag) = value, Style.fields.contains(where: { $0.name == name && $0.isFlag }) {
                    values[name] = [String(flag)]
                    continue
                }
                guard let texts = value.texts else {
                    let reason = "It takes a text, a number, or an array of them."
                    throw RequestError.malformed(field: "style.\(name)", reason: reason)
                }
                values[name] = texts
            }
            return try Style(values)
        default: throw RequestError.malformed(field: "style", reason: "It must be a JSON object.")
        }
    }
}

extension [String: JSONValue] {
    /// Takes a text out of the object.
    fileprivate mutating func takeText(_ name: String) throws(RequestError) -> String {
        guard case .string(let text)? = removeValue(forKey: name) else {
            throw .malformed(field: name, reason: "It must be given, as a text.")
        }
        return text
    }
}
