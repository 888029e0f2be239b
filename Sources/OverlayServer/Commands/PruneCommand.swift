import ArgumentParser
import Foundation
import OverlayService
import Store

/// Removes overlays that are not to be kept.
struct PruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract:
            "Remove overlays that nobody has used for long, or are too many; they are drawn again where they are asked for.",
        discussion: """
            A server beside it may go on; it notes what it hands out. On S3 the bucket's lifecycle does this (deploy/lifecycle.json), by age alone.

            EXAMPLES
              overlay-server prune --older-than 30d --max-bytes 20G
              overlay-server prune --timeline T --older-than 0
              overlay-server prune --other-renderers --dry-run
            """
    )

    @Option(help: "What was not used for as long: 30d, 12h, 90m; 0 for everything.")
    var olderThan: String?
    @Option(
        help:
            "How much may stay, as 20G or 500M: what was used longest ago goes first, what was used within two hours stays."
    )
    var maxBytes: String?
    @Flag(help: "Pictures that another version of the renderer has drawn.")
    var otherRenderers = false
    @Option(help: "Of this timeline alone.")
    var timeline: String?
    @Flag(help: "Say what would go, and remove nothing.")
    var dryRun = false

    func rules() throws -> PruningRules {
        var rules = PruningRules()
        rules.unusedFor = try olderThan.map { text in
            guard let duration = PruningRules.duration(text) else {
                throw ValidationError("--older-than takes a time as 30d, 12h, 90m or 0.")
            }
            return duration
        }
        rules.maxBytes = try maxBytes.map { text in
            guard let bytes = PruningRules.bytes(text) else {
                throw ValidationError("--max-bytes takes a size as 20G, 500M or a number of bytes.")
            }
            return bytes
        }
        rules.otherRenderers = otherRenderers
        guard !rules.areEmpty else {
            throw ValidationError("prune needs --older-than, --max-bytes or --other-renderers.")
        }
        return rules
    }

    func run() async throws {
        let rules = try rules()
        let timeline = try timeline.map { try TimelineID($0) }
        let configuration = try Configuration.current()
        let stores = try await Stores(configuration, environment: ProcessInfo.processInfo.environment)
        let pruning = Pruning(
            rules,
            in: stores.media.store(.out),
            under: configuration.overlayKeyPrefix,
            timeline: timeline,
            isDryRun: dryRun
        )
        let report = try await pruning.run()
        let verb = dryRun ? "would go" : "are gone"
        print(
            "\(report.prunedCount) of \(report.count) objects \(verb): \(report.prunedBytes) of \(report.byteCount) bytes."
        )
        let rest = report.byteCount - report.prunedBytes
        if let maxBytes = rules.maxBytes, rest > maxBytes {
            print("\(rest) bytes stay, more than asked for: what is no overlay, or was used within two hours.")
        }
    }
}

extension PruningRules {
    /// A time as `30d`, `12h`, `90m`, `45s`, or `0`.
    static func duration(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()), 0...100_000 ~= number
        else {
            return nil
        }
        return .seconds(number * unit)
    }

    /// A size as `20G`, `500M`, `64K` (of 1024) or a number of bytes.
    static func bytes(_ text: String) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Int(unit == nil ? text : String(text.dropLast())), number >= 0 else { return nil }
        let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
        return isTooLarge ? nil : bytes
    }
}
