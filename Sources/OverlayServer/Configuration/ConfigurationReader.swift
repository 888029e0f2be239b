import Detections
import Foundation
import Store

/// Reads variables one by one and collects what is wrong with them.
struct ConfigurationReader {
    private let environment: [String: String]
    private(set) var faults: [String] = []

    init(environment: [String: String]) { self.environment = environment }

    /// The variable's text; an empty one counts as unset.
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    func text(_ name: String, default standard: String) -> String { given(name) ?? standard }

    mutating func value<Value>(
        _ name: String,
        default standard: Value,
        allowed: String,
        _ read: (String) -> Value?
    ) -> Value {
        guard let text = given(name) else { return standard }
        guard let value = read(text) else {
            fail(name, "\"\(text)\" is not allowed; it takes \(allowed)")
            return standard
        }
        return value
    }

    mutating func number(_ name: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return value(name, default: standard, allowed: allowed) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Words divided by commas or white space, from the variable or from the file that `<name>_FILE` names.
    mutating func tokens(_ name: String) -> [String] {
        var words = given(name) ?? ""
        if let path = given(name + "_FILE") {
            guard let contents = try? String(contentsOfFile: path, encoding: .utf8) else {
                fail(name + "_FILE", "the file cannot be read")
                return []
            }
            words += " " + contents
        }
        return words.split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// Origins divided by commas, as browsers send them: scheme, host and port, in lower case; `*` alone stands for all.
    /// Formats by stage, as in `detect_people=ultralytics,track=mot`.
    static func stageOutputFormats(_ text: String) -> [String: String]? {
        var formats: [String: String] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard parts.count == 2, StageOutput.formatNames.contains(parts[1]) else { return nil }
            formats[parts[0]] = parts[1]
        }
        return formats
    }

    static func origins(_ text: String) -> [String]? {
        let origins = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        if origins == ["*"] { return origins }
        let areOrigins = origins.allSatisfy { $0.wholeMatch(of: /https?:\/\/[a-z0-9.\-\[\]:]+/) != nil }
        return areOrigins ? origins : nil
    }

    mutating func refuse(_ name: String, because reason: String) {
        if given(name) != nil { fail(name, reason) }
    }

    mutating func fail(_ name: String, _ reason: String) { faults.append("\(name): \(reason).") }
}

/// The variables that say where objects and stage outputs lie.
extension ConfigurationReader {
    mutating func objects() -> Configuration.Objects {
        guard let outBucket = bucket("S3_BUCKET_OUT") else {
            for name in ["S3_ENDPOINT_URL", "S3_PUBLIC_ENDPOINT_URL"] {
                refuse(name, because: "it has no meaning without S3_BUCKET_OUT, which puts the objects into S3")
            }
            return .folders
        }
        let style = value(
            "S3_ADDRESSING_STYLE",
            default: .automatic,
            allowed: "auto, path or virtual",
            S3AddressingStyle.init
        )
        pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        return .s3(
            S3Place(
                inBucket: bucket("S3_BUCKET_IN") ?? Configuration.inBucket,
                outBucket: outBucket,
                endpoint: endpointVariable.flatMap { endpoint($0, style: style) },
                publicEndpoint: endpoint("S3_PUBLIC_ENDPOINT_URL", style: style),
                region: trimmed("AWS_REGION") ?? trimmed("AWS_DEFAULT_REGION"),
                style: style,
                readsProfileEndpoint: endpointVariable == nil && !ignoresConfiguredEndpoints
            )
        )
    }

    /// The variable that says where requests go: this service's own, else those of Amazon's clients, the more specific one first.
    private var endpointVariable: String? {
        let names =
            ["S3_ENDPOINT_URL"] + (ignoresConfiguredEndpoints ? [] : ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])
        return names.first { given($0) != nil }
    }

    private var ignoresConfiguredEndpoints: Bool {
        given("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.lowercased() == "true"
    }

    /// Without the blanks around it, which no region has.
    private func trimmed(_ name: String) -> String? {
        let text = given(name)?.trimmingCharacters(in: .whitespacesAndNewlines)
        return text?.isEmpty == false ? text : nil
    }

    mutating func stageOutputs() -> Configuration.StageOutputs {
        // SQLAlchemy names its driver in the scheme, which is nothing to libpq.
        let url = given("DATABASE_URL")?.replacing(/^(postgres(ql)?)\+[a-z0-9]+:/) { "\($0.1):" }
        guard let url else {
            for name in ["STAGE_OUTPUT_TABLE", "STAGE_OUTPUT_COLUMNS", "CHECKPOINT_TABLE", "CHECKPOINT_COLUMNS"] {
                refuse(name, because: "it has no meaning without DATABASE_URL, which names the Postgres database")
            }
            return .sqlite
        }
        guard let table: StageOutputTable = table("STAGE_OUTPUT_TABLE", "STAGE_OUTPUT_COLUMNS") else { return .sqlite }
        var checkpoints: CheckpointTable?
        if given("CHECKPOINT_TABLE") != nil {
            checkpoints = self.table("CHECKPOINT_TABLE", "CHECKPOINT_COLUMNS")
        } else {
            refuse("CHECKPOINT_COLUMNS", because: "it has no meaning without CHECKPOINT_TABLE")
        }
        do throws(PostgresURLError) {
            _ = try PostgresStageOutputStore(url: url, table: table)
        } catch {
            fail("DATABASE_URL", "\(error)")
        }
        return .postgres(url: url, table: table, checkpoints: checkpoints)
    }

    /// `nil` where one of its variables is at fault.
    private mutating func table<Column>(_ nameVariable: String, _ columnsVariable: String) -> NamedTable<Column>? {
        let name = text(nameVariable, default: NamedTable<Column>.defaultName)
        var variable = nameVariable
        do throws(StageOutputTableError) {
            _ = try NamedTable<Column>(name: name)
            variable = columnsVariable
            return try NamedTable<Column>(name: name, columns: text(variable, default: ""))
        } catch {
            fail(variable, "\(error)")
            return nil
        }
    }

    private mutating func endpoint(_ name: String, style: S3AddressingStyle) -> S3Endpoint? {
        guard let text = given(name) else { return nil }
        do throws(S3EndpointError) {
            return try S3Endpoint(text, style: style)
        } catch {
            fail(name, "\(error)")
            return nil
        }
    }

    private mutating func bucket(_ name: String) -> String? {
        guard let text = given(name) else { return nil }
        let isAllowed = text.utf8.allSatisfy { byte in
            S3Place.bucketBytes.contains(byte) || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        }
        if !isAllowed || text.hasPrefix(".") {
            fail(name, "\"\(text)\" is not the name of a bucket: letters, digits, dots, dashes and underscores")
        }
        return text
    }

    /// Two variables of which neither means anything alone.
    private mutating func pair(_ first: String, _ second: String) {
        if (given(first) == nil) != (given(second) == nil) {
            fail(given(first) == nil ? first : second, "it is not set, and its companion is")
        }
    }
}

extension S3Place {
    fileprivate static let bucketBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789.-_".utf8)
}
