package import Detections
import Render
package import Store

/// What a pointer can meet on one frame.
package struct FrameHits: Sendable {
    /// A detection that the style shows, and where it is.
    package struct Hit: Sendable {
        package let detection: Detection
        package let region: HitRegion
    }

    /// What the stage found on the frame, filtered or not.
    package let findings: FrameFindings
    /// In the order of the stage output.
    package let hits: [Hit]
    package let skipped: [SkippedPart]
    package let warnings: [Warning]

    /// `found`: that of `findings`, with its masks.
    init(_ findings: FrameFindings, _ found: FrameDetections, _ style: Style) {
        let (filter, size) = (DetectionFilter(style), findings.pixelSize)
        let simplified = OutlineSimplification(found.detections.filter { filter.field(hiding: $0) == nil })
        self.findings = findings
        hits = simplified.detections.map { Hit(detection: $0, region: HitRegion($0, in: size)) }
        skipped = found.skipped
        let misses = FilterMisses(style, found.detections, drawn: Scene(size: size, layers: []))
        warnings = found.warnings + simplified.warnings + Self.untraced(simplified.detections) + misses.warnings
    }

    private static func untraced(_ detections: [Detection]) -> [Warning] {
        let paths = detections.filter { ($0.mask?.runs.count ?? 0) > MaskOutlines.runLimit }.map(\.path)
        guard let first = paths.first else { return [] }
        let detail = "\(paths.count) masks have more than \(MaskOutlines.runLimit) runs: their bounds stand for them."
        return [Warning(.outlineSimplified, detail, path: first)]
    }

    /// Of a map, in pixels, where nobody says another and the frame is not less wide.
    package static let standardWidth = 480

    /// A map `width` pixels wide, and in proportion as high. Throws where the frame is less wide.
    func map(width: Int?) throws(RequestError) -> HitMap {
        let frame = findings.pixelSize
        let width = width ?? min(Self.standardWidth, frame.width)
        let height = max((frame.height * width + frame.width / 2) / frame.width, 1)
        guard width <= frame.width, let size = PixelSize(width: width, height: height) else {
            throw .malformed(field: "width", reason: "Frame \(findings.frame.number) is \(frame.width) pixels wide.")
        }
        return HitMap(hits.map(\.region), on: frame, size: size)
    }
}

extension FrameFindings {
    fileprivate var pixelSize: PixelSize {
        guard let size = PixelSize(width: size.width, height: size.height) else {
            preconditionFailure("Both types allow the same sizes.")
        }
        return size
    }
}

/// Says what a pointer meets where on frames.
package struct StageHits: Sendable {
    private let findings: StageFindings
    private let masks: MaskPictures
    private let limits: WorkLimits

    init(findings: StageFindings, masks: MaskPictures, limits: WorkLimits) {
        (self.findings, self.masks, self.limits) = (findings, masks, limits)
    }

    /// Of frame `number`, what `style` shows of what `stage`, which is at `address`, found. Throws as `StageFindings` does.
    package func hits(
        on number: Int,
        of stage: MergedStageOutput,
        _ address: StageAddress,
        _ style: Style,
        for party: Party
    ) async throws -> FrameHits {
        let findings = try await findings.findings(on: number, of: stage, address, for: party)
        var found = findings.found
        if MaskPictures.areNeeded(by: found) {
            found = try await masks.read(for: found, of: address.timeline, in: findings.size)
        }
        return try await limits.planning.run(for: party) { [found] in
            try await limits.processors.run { FrameHits(findings, found, style) }
        }
    }

    /// The map of `hits` as a PNG. Throws where `width`, in pixels, is more than the frame's.
    package func map(of hits: FrameHits, width: Int?, for party: Party) async throws -> [UInt8] {
        try await limits.planning.run(for: party) {
            try await limits.processors.run { try hits.map(width: width).png() }
        }
    }
}
