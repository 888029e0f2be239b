import Detections
import Foundation
import Hummingbird
import OverlayService
import Store

/// Answers with what a stage reported, in frame pixels.
struct DetectionHandler: Sendable {
    let stages: AlignedStages
    let findings: StageFindings
    let limits: WorkLimits

    /// The most frames that one call may ask for.
    private static let frameLimit = 1000

    func one(_ request: Request, context: some RequestContext) async throws -> Response {
        try request.query().refuseRest()
        let type = try request.mediaType(of: [.json, .csv])
        let (address, frame) = (try context.stage(), try context.frame())
        let stage = try await stages.stage(address)
        let found = try await findings.findings(on: frame, of: stage, address, saysOddities: true, for: Party())
        let bytes =
            switch type {
            case .csv: FindingsTable.header + FindingsTable.rows(found)
            default: try CanonicalJSON.encode(FindingsEntry(found))
            }
        return try JSONResponse.makeUnlessKnown(bytes, type, for: request, headers: [.vary: "Accept"])
    }

    func range(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let selection = try query.takeFrames()
        try query.refuseRest()
        let frames = try selection.frames(limit: Self.frameLimit)
        let type = try request.mediaType(of: [.json, .ndjson, .csv])
        let address = try context.stage()
        let stage = try await stages.stage(address)
        let party = Party()
        let headers: HTTPFields = [.vary: "Accept"]
        switch type {
        case .ndjson:
            return StreamedResponse.make(type, context, headers: headers) { lines in
                var failed = 0
                try await frames.forEachConcurrently(width: limits.width) {
                    await entry($0, of: stage, address, for: party)
                } receive: { entry in
                    if case .failure = entry { failed += 1 }
                    try await lines.send(line: entry)
                }
                try await lines.send(line: ["counts": ["frames": frames.count - failed, "failed": failed]])
            }
        case .csv:
            return StreamedResponse.make(type, context, headers: headers) { parts in
                try await parts.send(FindingsTable.header)
                try await frames.forEachConcurrently(width: limits.width) { number in
                    await rows(number, of: stage, address, for: party)
                } receive: { rows in
                    if !rows.isEmpty { try await parts.send(rows) }
                }
            }
        default:
            let entries = try await context.whileConnected {
                await frames.mapConcurrently(width: limits.width) { await entry($0, of: stage, address, for: party) }
            }
            return try JSONResponse.make(["frames": entries], for: request, headers: headers)
        }
    }

    private func entry(
        _ number: Int,
        of stage: MergedStageOutput,
        _ address: StageAddress,
        for party: Party
    ) async -> FrameEntry<FindingsEntry> {
        do {
            return .found(FindingsEntry(try await findings.findings(on: number, of: stage, address, for: party)))
        } catch {
            return .failure(number, Problem(Failure(reporting: error)))
        }
    }

    private func rows(
        _ number: Int,
        of stage: MergedStageOutput,
        _ address: StageAddress,
        for party: Party
    ) async -> Data {
        do {
            return FindingsTable.rows(try await findings.findings(on: number, of: stage, address, for: party))
        } catch {
            return FindingsTable.row(of: number, address, problem: Failure(reporting: error).detail)
        }
    }
}
