import Foundation
import Logging
import OverlayService

/// Writes each log entry as a JSON object on a line of its own: `time`, `level`, `logger`, `message`, and what goes with it.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    private let label: String
    private let write: @Sendable (Data) -> Void

    /// `write` is given whole lines.
    init(label: String, write: @escaping @Sendable (Data) -> Void = { FileHandle.standardError.write($0) }) {
        self.label = label
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var entry = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues(JSONValue.init)
        if let error = event.error { entry["error"] = .string(String(reflecting: error)) }
        entry["time"] = .string(Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        entry["level"] = .string(event.level.rawValue)
        entry["logger"] = .string(label)
        entry["message"] = .string("\(event.message)")
        guard let line = try? CanonicalJSON.encode(entry) else { return }
        write(line + Data("\n".utf8))
    }
}

extension JSONValue {
    fileprivate init(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): self = .string(text)
        case .stringConvertible(let value): self = .string("\(value)")
        case .array(let values): self = .array(values.map(JSONValue.init))
        case .dictionary(let values): self = .object(values.mapValues(JSONValue.init))
        }
    }
}
