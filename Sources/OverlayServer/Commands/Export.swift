import Detections
import Foundation
import OverlayService
import Store

/// What stages found, as a file, and what is not in it.
struct Export {
    private(set) var file = Data()
    private(set) var detectionCount = 0
    private(set) var frameCount = 0
    /// Frames that stages speak of, and whole stages, of which nothing could be written.
    private(set) var failureCount = 0
    /// What looks wrong, and what is lost, for a person to read.
    private(set) var notes: [String] = []

    private let format: ExportCommand.Format
    private var coco: COCODocument
    private var skippedCount = 0

    /// How many parts that could not be used are told of one by one.
    private static let shownCount = 20

    init(
        _ selection: StageSelection,
        _ frames: FrameSelection?,
        as format: ExportCommand.Format,
        services: Services
    ) async throws {
        let job = services.job
        var stages: [(address: StageAddress, output: MergedStageOutput)] = []
        for address in try await selection.addresses(in: job.stages) {
            do {
                stages.append((address, try await job.aligned.stage(address)))
            } catch {
                failureCount += 1
                notes.append("failed: \(Self.place(address)): \(OverlayService.Failure(reporting: error).detail)")
            }
        }
        let names = stages.reduce(into: [Int: String]()) { $0.merge($1.output.classNames) { first, _ in first } }
        self.format = format
        coco = COCODocument(isResults: format == .cocoResults, names: names, namesStage: stages.count > 1)
        if format == .csv { file = FindingsTable.header }
        for (address, output) in stages {
            let place = Self.place(address)
            notes += output.stageWarnings.map { "warning: \(place): \($0.detail)" }
            let numbers = output.frames.map(\.frame.number).filter { frames?.contains($0) ?? true }
            let party = Party()
            try await numbers.forEachConcurrently(width: job.limits.width) {
                number -> Result<FrameFindings, LostFrame> in
                do {
                    return .success(try await job.findings.findings(on: number, of: output, address, for: party))
                } catch {
                    return .failure(LostFrame(number, at: place, OverlayService.Failure(reporting: error).detail))
                }
            } receive: { result in
                try add(result)
            }
        }
        try finish()
    }

    private static func place(_ address: StageAddress) -> String { "job \(address.job), stage \(address.stage)" }

    private mutating func add(_ result: Result<FrameFindings, LostFrame>) throws {
        switch result {
        case .success(let findings):
            frameCount += 1
            detectionCount += findings.found.detections.count
            for part in findings.found.skipped {
                skippedCount += 1
                let line = "skipped on frame \(findings.frame.number): \(part.path): \(part.reason)"
                if skippedCount <= Self.shownCount { notes.append(line) }
            }
            try write(findings)
        case .failure(let lost):
            failureCount += 1
            notes.append("failed: \(lost.detail)")
        }
    }

    private mutating func write(_ findings: FrameFindings) throws {
        switch format {
        case .csv: file += FindingsTable.rows(findings)
        case .jsonl: file += try CanonicalJSON.encode(FindingsEntry(findings)) + Data("\n".utf8)
        case .coco, .cocoResults: try coco.add(findings)
        }
    }

    private mutating func finish() throws {
        if skippedCount > Self.shownCount { notes.append("skipped: \(skippedCount - Self.shownCount) more parts") }
        guard [.coco, .cocoResults].contains(format) else { return }
        file = try coco.file()
        detectionCount -= coco.droppedCount + coco.placelessCount
        if coco.droppedCount > 0 {
            notes.append("left out: \(coco.droppedCount) detections that the stage dropped, for which COCO has no word")
        }
        if coco.placelessCount > 0 {
            notes.append("left out: \(coco.placelessCount) detections without any place on the frame")
        }
    }
}

/// A frame that a stage speaks of, and of which nothing can be written.
private struct LostFrame: Error {
    let detail: String

    init(_ number: Int, at place: String, _ detail: String) { self.detail = "\(place), frame \(number): \(detail)" }
}
